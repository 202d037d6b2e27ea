import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A kubeconfig for a server of the test's own that stands in for a cluster's API. It has to listen. */
export function kubeconfigOf(api: Server): string {
  const { port } = api.address() as AddressInfo;
  return JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": "fake" },
    clusters: [{ name: "fake", cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: "fake", user: {} }],
    contexts: [{ name: "fake", context: { cluster: "fake", user: "fake" } }],
  });
}
