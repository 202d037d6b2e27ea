/**
 * Runs inside of the lab's network. For each line of input, the names of routes as JSON, it asks the proxies as
 * `pulumi up` does, until all of them serve these; then it prints a line.
 */
import { createInterface } from "node:readline";
import { findProxies } from "../../src/cluster/proxies.ts";
import { allServe } from "../../src/cluster/served.ts";

/** Names of routes, by who must serve them. */
export interface RouteNames {
  readonly gateway: readonly string[];
  readonly sidecar: readonly string[];
}

const selection = { namespace: "sock-shop", gatewaySelector: "ingressgateway", gatewayNamespace: "" };

for await (const line of createInterface({ input: process.stdin })) {
  const { gateway, sidecar } = JSON.parse(line) as RouteNames;
  const routes = { gateway: new Set(gateway), sidecar: new Set(sidecar) };
  await allServe(
    routes,
    () => findProxies({}, selection),
    () => Promise.resolve(),
  );
  process.stdout.write("served\n");
}
