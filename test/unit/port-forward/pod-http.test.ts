import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { PodHttp } from "../../../port-forward/pod-http";
import { kubernetesClient, portForwarder } from "../../../src/cluster/kubernetes-client";

const data = 0;
const failure = 1;

/** The first that the kubelet sends on each stream: 15000, in two bytes. */
const port = "\x98\x3a";

/** Streams as the kubelet forwards them, each piece behind a byte for its stream. */
const sender = (socket: WebSocket) => (stream: number, content: string) =>
  socket.send(Buffer.concat([Buffer.of(stream), Buffer.from(content, "latin1")]));

/** What the pod does once it has been asked. */
type Pod = (send: (stream: number, content: string) => void, socket: WebSocket, request: string) => void;

let server: Server;
let pod: Pod;
/** What the pod does at once, before it has been asked. */
let atOnce: ((send: Parameters<Pod>[0]) => void) | undefined;
let path: string | undefined;
let connections = 0;

beforeAll(async () => {
  server = createServer().listen(0, "127.0.0.1");
  new WebSocketServer({ server }).on("connection", (socket, { url }) => {
    path = url;
    connections += 1;
    const send = sender(socket);
    for (const stream of [data, failure]) send(stream, port);
    atOnce?.(send);
    socket.on("message", (message: Buffer) => pod(send, socket, message.subarray(1).toString()));
  });
  await once(server, "listening");
});
afterAll(async () => {
  server.close();
  await once(server, "close");
});

async function podHttp(): Promise<PodHttp> {
  const { KubeConfig } = await kubernetesClient();
  const config = new KubeConfig();
  const name = "here";
  config.loadFromClusterAndUser(
    { name, server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, skipTLSVerify: true },
    { name },
  );
  return new PodHttp(portForwarder(config), { namespace: "sock-shop", name: "carts-1", port: 15000 });
}

async function ask(): Promise<string> {
  const http = await podHttp();
  return http.get("/config_dump").finally(() => http.close());
}

test("asks the pod's port, and gives the body that comes in pieces", async () => {
  let asked = "";
  pod = (send, _socket, request) => {
    asked = request;
    send(data, "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nro");
    send(data, "utes");
  };
  expect(await ask()).toBe("routes");
  expect(path).toBe("/api/v1/namespaces/sock-shop/pods/carts-1/portforward?ports=15000");
  expect(asked).toMatch(/^GET \/config_dump HTTP\/1.1\r\n/);
});

test("another status is an error that names the pod", async () => {
  pod = (send) => send(data, "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
  await expect(ask()).rejects.toThrow("carts-1 answers /config_dump with 404");
});

test("a port on which nobody listens is an error in the kubelet's words", async () => {
  pod = (send) => send(failure, "connect to 127.0.0.1:15000: connection refused");
  await expect(ask()).rejects.toThrow("carts-1: connect to 127.0.0.1:15000: connection refused");
});

test("so it is when the kubelet says it before it was asked", async () => {
  pod = () => undefined;
  atOnce = (send) => send(failure, "connect to 127.0.0.1:15000: connection refused");
  await expect(ask()).rejects.toThrow("carts-1: connect to 127.0.0.1:15000: connection refused");
  atOnce = undefined;
});

test.each<[string, Pod]>([
  ["before", (_send, socket) => socket.close()],
  [
    "in",
    (send, socket) => {
      send(data, "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nro");
      socket.close();
    },
  ],
])("a connection that ends %s the answer is an error, and nothing hangs", async (_when, act) => {
  pod = act;
  await expect(ask()).rejects.toThrow();
});

test("further questions go over the same connection, and after a failure over a new one", async () => {
  const answers = ["one", "two", undefined, "four"];
  pod = (send, socket) => {
    const answer = answers.shift();
    if (answer === undefined) socket.close();
    else send(data, `HTTP/1.1 200 OK\r\ncontent-length: ${answer.length}\r\n\r\n${answer}`);
  };
  const http = await podHttp();
  const before = connections;
  expect([await http.get("/a"), await http.get("/b")]).toEqual(["one", "two"]);
  expect(connections - before).toBe(1);
  await expect(http.get("/c")).rejects.toThrow();
  expect(await http.get("/d")).toBe("four");
  expect(connections - before).toBe(2);
  http.close();
});
