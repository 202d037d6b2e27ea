import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { KubernetesObject } from "@kubernetes/client-node";
import { kubeConfig } from "../../../../src/cluster/cluster";
import { follow } from "../../../../tools/live/observer/follow";
import { kubeconfigOf } from "../../fake-api";

/** What there is when somebody begins to watch. */
let listed: KubernetesObject[] = [];
/** The watches that are open, and one more each time that somebody begins. */
const watches: ServerResponse[] = [];
const versions: (string | null)[] = [];
const api = createServer(({ url = "" }, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  versions.push(new URL(url, "http://api").searchParams.get("resourceVersion"));
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

test("tells changes, and after a watch that broke what came, went or changed meanwhile, and nothing else", async () => {
  const kubeconfig = kubeconfigOf(api);
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
  const watched = {
    ...{ path: "/api/v1/namespaces/shop/pods", query: {} },
    list: () => Promise.resolve({ items: listed, metadata: { resourceVersion: "9" } }),
  };
  const following = follow(config, watched, tell, stop.signal, (answers) => states.push(answers));

  listed = [object("a", "1"), object("b", "2"), object("c", "3")];
  await once(api, "watched");
  await until(3);
  watches[0]?.write(event("MODIFIED", object("a", "4")));
  await until(4);
  // While nobody watches, b becomes another, c goes and d comes.
  listed = [object("a", "4"), object("b", "5"), object("d", "6")];
  const again = once(api, "watched");
  watches[0]?.destroy();
  await again;
  await until(7);
  watches[1]?.write(event("DELETED", object("a", "7")));
  await until(8);
  stop.abort();
  watches[1]?.end();
  await following;

  expect(told).toEqual([
    ...["ADDED a of 1", "ADDED b of 2", "ADDED c of 3", "MODIFIED a of 3"],
    ...["DELETED c of 2", "MODIFIED b of 2", "ADDED d of 3", "DELETED a of 2"],
  ]);
  expect(states).toContain(false);
  expect(states.at(-1)).toBe(true);
  expect(versions).toEqual(["9", "9"]);
});
