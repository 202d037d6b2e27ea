import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { KubernetesObject } from "@kubernetes/client-node";
import { kubeConfig } from "../../../../src/cluster/cluster";
import { follow } from "../../../../tools/live/observer/follow";

/** The watches that are open, and one more each time that somebody begins. */
const watches: ServerResponse[] = [];
const api = createServer((_, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  watches.push(response);
  api.emit("watched");
});

const object = (name: string, resourceVersion: string): KubernetesObject => ({
  metadata: { namespace: "shop", name, resourceVersion },
});

const event = (type: string, object: KubernetesObject) => `${JSON.stringify({ type, object })}\n`;

beforeAll(async () => {
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
});
afterAll(() => {
  api.closeAllConnections();
  api.close();
});

test("tells changes, and after a watch that broke only what is another than before", async () => {
  const { port } = api.address() as AddressInfo;
  const kubeconfig = JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": "fake" },
    clusters: [{ name: "fake", cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: "fake", user: {} }],
    contexts: [{ name: "fake", context: { cluster: "fake", user: "fake" } }],
  });
  const told: string[] = [];
  const states: boolean[] = [];
  const stop = new AbortController();
  let expected = 0;
  let reached: () => void = () => undefined;
  const until = (count: number) =>
    new Promise<void>((resolve) => {
      [expected, reached] = [count, resolve];
      if (told.length >= count) resolve();
    });
  const tell = (objects: ReadonlyMap<string, KubernetesObject>, changed: KubernetesObject, phase: string) => {
    told.push(`${phase} ${changed.metadata?.name} of ${objects.size}`);
    if (told.length >= expected) reached();
  };
  const config = await kubeConfig({ kubeconfig });
  const following = follow(config, "/api/v1/namespaces/shop/pods", {}, tell, stop.signal, (answers) =>
    states.push(answers),
  );

  await once(api, "watched");
  watches[0]?.write(event("ADDED", object("a", "1")) + event("ADDED", object("b", "2")));
  await until(2);
  watches[0]?.write(event("MODIFIED", object("a", "3")));
  await until(3);
  const again = once(api, "watched");
  watches[0]?.destroy();
  await again;
  watches[1]?.write(event("ADDED", object("a", "3")) + event("ADDED", object("b", "4")));
  await until(4);
  watches[1]?.write(event("DELETED", object("a", "5")));
  await until(5);
  stop.abort();
  watches[1]?.end();
  await following;

  expect(told).toEqual(["ADDED a of 1", "ADDED b of 2", "MODIFIED a of 2", "ADDED b of 2", "DELETED a of 1"]);
  expect(states).toContain(false);
  expect(states.at(-1)).toBe(true);
});
