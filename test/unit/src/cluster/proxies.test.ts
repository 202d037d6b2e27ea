import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Proxies } from "../../../../src/cluster/proxies";

let restarting = true;
const api = createServer((_, response) => {
  response.writeHead(restarting ? 503 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(restarting ? { kind: "Status", code: 503 } : { items: [] }));
});

beforeAll(async () => {
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
});
afterAll(() => {
  api.closeAllConnections();
  api.close();
});

test("after a failure of the cluster's API everything is asked anew, also what is asked only once", async () => {
  const { port } = api.address() as AddressInfo;
  const kubeconfig = JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": "fake" },
    clusters: [{ name: "fake", cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: "fake", user: {} }],
    contexts: [{ name: "fake", context: { cluster: "fake", user: "fake" } }],
  });
  const selection = { namespace: "shop", services: [], gatewaySelector: "istio=ingressgateway", gatewayNamespace: "" };
  const proxies = await Proxies.open({ kubeconfig }, selection);
  try {
    await expect(proxies.find()).rejects.toThrow("503");
    restarting = false;
    await expect(proxies.find()).resolves.toEqual({ proxies: [], bare: undefined });
  } finally {
    proxies.close();
  }
});
