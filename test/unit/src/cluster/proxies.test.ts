import { once } from "node:events";
import { createServer } from "node:http";
import { Proxies } from "../../../../src/cluster/proxies";
import { kubeconfigOf } from "../../fake-api";

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
  const kubeconfig = kubeconfigOf(api);
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
