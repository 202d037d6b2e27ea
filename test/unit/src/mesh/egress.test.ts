import { egressEntry, egressSidecar } from "../../../../src/mesh/egress";
import { ofServiceEntry, ofSidecar } from "../../../../src/mesh/expectation";
import { fingerprints } from "../../../../src/mesh/marks";

const one = { host: "api.example.com" };

test("without a wish, a Sidecar for no pod and a ServiceEntry that no proxy is told of", () => {
  expect(egressSidecar(undefined)).toEqual({
    workloadSelector: { labels: { "sock-shop/egress": "nobody" } },
    outboundTrafficPolicy: { mode: "ALLOW_ANY" },
  });
  const entry = egressEntry(undefined);
  expect(entry.exportTo).toEqual(["~"]);
  expect(fingerprints(entry)).toEqual([]);
});

test("with one, all pods are kept from what the mesh does not know, and are told of one host there is and of no other namespace's", () => {
  expect(egressSidecar(one)).toEqual({ outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } });
  const { hosts, exportTo } = egressEntry(one);
  expect(hosts.filter((host) => !host.endsWith(".invalid"))).toEqual(["api.example.com"]);
  expect(exportTo).toEqual(["."]);
});

test("the mark is another for another host, and the same for the same", () => {
  const markOf = (host: string) => fingerprints(egressEntry({ host }));
  expect(markOf(one.host)).toHaveLength(1);
  expect(markOf(one.host)).toEqual(markOf("api.example.com"));
  expect(markOf(one.host)).not.toEqual(markOf("api.example.org"));
});

test("what proxies must show of them", () => {
  const entry = egressEntry(one);
  expect(ofServiceEntry("shop", entry)).toMatchObject({
    ...{ object: "ServiceEntry/shop", host: "api.example.com", marks: fingerprints(entry), told: ["sidecar"] },
  });
  expect(ofSidecar("shop", egressSidecar(one)).registryOnly).toBe(true);
  expect(ofSidecar("shop", egressSidecar(undefined)).registryOnly).toBe("inherited");
  expect(ofSidecar("shop", { outboundTrafficPolicy: { mode: "ALLOW_ANY" } }).registryOnly).toBe(false);
});
