import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { requestText, sendUnusual, statusIn } from "../../../../verify/probes/unusual-headers";

test("a request has the names as they are, and its connection ends with the answer", () => {
  expect(requestText(new URL("http://shop.example:8080/"), { "@request.auth.claims[group]": "testers" })).toBe(
    "GET / HTTP/1.1\r\nhost: shop.example:8080\r\n@request.auth.claims[group]: testers\r\nconnection: close\r\n\r\n",
  );
});

test.each([
  ["HTTP/1.1 200 OK\r\nx: y\r\n\r\n", 200],
  ["HTTP/1.0 401 \r\n", 401],
  ["HTTP/1.1 2", undefined],
  ["", undefined],
])("%j has status %s", (answer, status) => expect(statusIn(answer)).toBe(status));

describe("to a server", () => {
  let server: Server;
  let url: URL;
  let heard: string[];
  /** What it says before it hangs up. */
  let says: string;
  beforeEach(async () => {
    heard = [];
    says = "HTTP/1.1 200 OK\r\n\r\n";
    server = createServer((socket) => {
      socket.once("data", (chunk) => {
        heard.push(chunk.toString("utf8"));
        socket.end(says);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));
  const { signal } = new AbortController();

  test("each request is one connection, and each answer is counted", async () => {
    const { sent, answers, failures } = await sendUnusual(url, (sent) => ({ [`@${sent}`]: "y" }), 3, signal);
    expect([sent, answers.map(({ status }) => status), failures.size]).toEqual([3, [200, 200, 200], 0]);
    expect(heard).toHaveLength(3);
    expect(heard[2]).toContain("\r\n@2: y\r\n");
  });

  test("a connection that ends without an answer is a failure", async () => {
    says = "";
    const { answers, failures } = await sendUnusual(url, () => ({}), 2, signal);
    expect(answers).toEqual([]);
    expect([...failures]).toEqual([["the connection ended without an answer", 2]]);
  });

  test("nothing is sent once the run is to stop", async () => {
    await expect(sendUnusual(url, () => ({}), 2, AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
    expect(heard).toEqual([]);
  });
});
