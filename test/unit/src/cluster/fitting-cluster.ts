import { readFileSync } from "node:fs";
import { join } from "node:path";
import { shortcoming } from "../../../../src/cluster/shortcoming";
import type { ClusterView, Needs, State } from "../../../../src/cluster/cluster-view";
import type { InjectorConfiguration } from "../../../../src/cluster/injection";
import { inEveryStage } from "../../../../src/cluster/shop-objects";
import type { HeldObject } from "../../../../src/cluster/stack-state";

export const injectors = JSON.parse(
  readFileSync(join(__dirname, "recorded/injectors.json"), "utf8"),
) as readonly InjectorConfiguration[];
/** As a mesh of revisions has them. */
export const revisions = injectors.map(({ metadata, webhooks }) => ({
  metadata,
  webhooks: webhooks?.filter(({ namespaceSelector }) =>
    JSON.stringify(namespaceSelector).includes('"istio.io/rev","operator":"In"'),
  ),
}));

const ourMark = "sock-shop/dev/1";
export const mark = (by: string) => ({ "sock-shop/made-by": by });
export const named = { "kubernetes.io/metadata.name": "sock-shop" };
export const there = {
  labels: { ...named, "istio-injection": "enabled" },
  annotations: mark(ourMark),
  uid: "1",
  ending: false,
};
export const ourGateway = (by?: string) => ({
  metadata: { namespace: "sock-shop", name: "sock-shop", ...(by && { annotations: mark(by) }) },
  spec: { selector: { istio: "ingressgateway" }, servers: [{ port: { number: 80 }, hosts: ["*"] }] },
});

const networking = "networking.istio.io";
export const envoyFilter = `${networking}/v1alpha3 EnvoyFilter`;
const setUpInbound = ["catalogue"];
const takesTokens = ["front-end"];
/** What every stage has, where one sets up catalogue's own proxies. */
export const always = inEveryStage({ setUpInbound, takesTokens });

/** A cluster in which the shop may be made, and is. */
export const fit: ClusterView = {
  cluster: "Cluster one",
  kinds: [
    ...["Gateway", "VirtualService", "DestinationRule", "Sidecar", "ServiceEntry"].map(
      (kind) => `${networking}/v1 ${kind}`,
    ),
    envoyFilter,
    "telemetry.istio.io/v1 Telemetry",
    ...["PeerAuthentication", "RequestAuthentication", "AuthorizationPolicy"].map(
      (kind) => `security.istio.io/v1 ${kind}`,
    ),
  ],
  injectors,
  idleInjectors: [],
  discoverySelectors: undefined,
  meshConfig: undefined,
  gatewayPods: [{ namespace: "istio-system", labels: { istio: "ingressgateway" }, ready: true }],
  namespace: there,
  objects: new Set(always),
  gateways: [ourGateway(ourMark)],
  virtualServices: [],
  sidecars: [],
  lackingSecretVerbs: [],
  lackingVerbs: [],
};
/** What the shop needs where no config is set. */
export const needs: Needs = {
  namespace: "sock-shop",
  createNamespace: true,
  podSecurity: "privileged",
  istioRevision: "",
  gatewaySelector: "ingressgateway",
  gatewayNamespace: "",
  hosts: "*",
  setUpInbound,
  takesTokens,
  closesEgress: false,
  certificateIn: undefined,
  readsTokensIn: undefined,
  tracesTo: undefined,
  bringsIstio: false,
  mark: ourMark,
  refreshed: false,
};
export const existing: Needs = { ...needs, createNamespace: false };
export const labelled = (labels: Record<string, string>) => ({ namespace: { ...there, labels, annotations: {} } });
export const discovered = { matchLabels: { discovery: "on" } };

export const held = (objects: readonly string[], namespace = "sock-shop"): HeldObject[] =>
  objects.map((object) => {
    const [kind = "", name = ""] = object.split("/");
    return { kind, name, namespace: kind === "Namespace" ? "" : namespace, uid: "1" };
  });
export const whole = held(["Namespace/sock-shop", ...always]);
export const unmarked: Partial<ClusterView> = { namespace: { ...there, annotations: {} }, gateways: [ourGateway()] };
export const fresh: Partial<ClusterView> = { namespace: "missing", objects: new Set(), gateways: [] };
export const without = (...objects: string[]) => ({ objects: new Set(always.filter((one) => !objects.includes(one))) });
export const rival: Partial<ClusterView> = {
  gateways: [ourGateway(ourMark), { ...ourGateway(), metadata: { namespace: "team", name: "door" } }],
  virtualServices: [{ metadata: { namespace: "team", name: "app" }, spec: { hosts: ["*"], gateways: ["door"] } }],
};

/** How a situation differs from a cluster that fits. */
export interface Case {
  readonly view?: Partial<ClusterView>;
  readonly needs?: Partial<Needs>;
  readonly state?: State;
}

/** What the look before the first resource says; undefined where the cluster will do. */
export const said = ({ view, needs: wanted, state }: Case) =>
  shortcoming({ ...fit, ...view }, { ...needs, ...wanted }, state);

export function expectNamed(one: Case, what: string, next: string): void {
  expect(said(one)).toContain(what);
  expect(said(one)).toContain(next);
  expect(said(one)).toContain("Nothing was changed.");
  expect(said(one)).not.toContain("\n");
}
