/**
 * Runs inside of the lab's network. For each line of input, expectations as JSON, it asks the proxies as `pulumi up` does,
 * until all of them serve these; then it prints a line.
 */
import { createInterface } from "node:readline";
import { Proxies } from "../../src/cluster/proxies.ts";
import { allServe } from "../../src/cluster/served.ts";
import type { Expectation } from "../../src/mesh/expectation.ts";

const proxies = await Proxies.open(
  {},
  { namespace: "sock-shop", gatewaySelector: "ingressgateway", gatewayNamespace: "", services: [] },
);

for await (const line of createInterface({ input: process.stdin })) {
  const expectations = JSON.parse(line) as Expectation[];
  await allServe(expectations, proxies, { tell: () => Promise.resolve(), why: () => Promise.resolve("") });
  process.stdout.write("served\n");
}
proxies.close();
