import { readFileSync } from "node:fs";
import { join } from "node:path";
import { shortcoming } from "../../../../src/cluster/shortcoming";
import type { ClusterView, Needs, State } from "../../../../src/cluster/cluster-view";
import type { InjectorConfiguration } from "../../../../src/cluster/injection";
import { inEveryStage } from "../../../../src/cluster/shop-objects";
import type { HeldObject } from "../../../../src/cluster/stack-state";

const injectors = JSON.parse(
  readFileSync(join(__dirname, "recorded/injectors.json"), "utf8"),
) as readonly InjectorConfiguration[];
/** As a mesh of revisions has them. */
const revisions = injectors.map(({ metadata, webhooks }) => ({
  metadata,
  webhooks: webhooks?.filter(({ namespaceSelector }) =>
    JSON.stringify(namespaceSelector).includes('"istio.io/rev","operator":"In"'),
  ),
}));

const ourMark = "sock-shop/dev/1";
const mark = (by: string) => ({ "sock-shop/made-by": by });
const named = { "kubernetes.io/metadata.name": "sock-shop" };
const there = {
  labels: { ...named, "istio-injection": "enabled" },
  annotations: mark(ourMark),
  uid: "1",
  ending: false,
};
const ourGateway = (by?: string) => ({
  metadata: { namespace: "sock-shop", name: "sock-shop", ...(by && { annotations: mark(by) }) },
  spec: { selector: { istio: "ingressgateway" }, servers: [{ port: { number: 80 }, hosts: ["*"] }] },
});

const networking = "networking.istio.io";
const envoyFilter = `${networking}/v1alpha3 EnvoyFilter`;
const always = inEveryStage({ setUpInbound: ["catalogue"] });
const fit: ClusterView = {
  cluster: "Cluster one",
  kinds: [
    ...["Gateway", "VirtualService", "DestinationRule", "Sidecar"].map((kind) => `${networking}/v1 ${kind}`),
    envoyFilter,
  ],
  injectors,
  idleInjectors: [],
  discoverySelectors: undefined,
  gatewayPods: [{ namespace: "istio-system", labels: { istio: "ingressgateway" }, ready: true }],
  namespace: there,
  objects: new Set(always),
  gateways: [ourGateway(ourMark)],
  virtualServices: [],
};
const needs: Needs = {
  namespace: "sock-shop",
  createNamespace: true,
  podSecurity: "privileged",
  istioRevision: "",
  gatewaySelector: "ingressgateway",
  gatewayNamespace: "",
  hosts: "*",
  setUpInbound: ["catalogue"],
  bringsIstio: false,
  mark: ourMark,
  refreshed: false,
};
const existing: Needs = { ...needs, createNamespace: false };
const labelled = (labels: Record<string, string>) => ({ namespace: { ...there, labels, annotations: {} } });
const discovered = { matchLabels: { discovery: "on" } };

const held = (objects: readonly string[], namespace = "sock-shop"): HeldObject[] =>
  objects.map((object) => {
    const [kind = "", name = ""] = object.split("/");
    return { kind, name, namespace: kind === "Namespace" ? "" : namespace, uid: "1" };
  });
const whole = held(["Namespace/sock-shop", ...always]);
const unmarked: Partial<ClusterView> = { namespace: { ...there, annotations: {} }, gateways: [ourGateway()] };
const fresh: Partial<ClusterView> = { namespace: "missing", objects: new Set(), gateways: [] };
const without = (...objects: string[]) => ({ objects: new Set(always.filter((one) => !objects.includes(one))) });
const rival: Partial<ClusterView> = {
  gateways: [ourGateway(ourMark), { ...ourGateway(), metadata: { namespace: "team", name: "door" } }],
  virtualServices: [{ metadata: { namespace: "team", name: "app" }, spec: { hosts: ["*"], gateways: ["door"] } }],
};

interface Case {
  readonly view?: Partial<ClusterView>;
  readonly needs?: Partial<Needs>;
  readonly state?: State;
}

const said = ({ view, needs: wanted, state }: Case) => shortcoming({ ...fit, ...view }, { ...needs, ...wanted }, state);

test.each<[string, Case]>([
  ["Istio with its gateway", {}],
  ["webhooks the user may not see", { view: { injectors: undefined } }],
  ["a control plane the user may not see", { view: { idleInjectors: undefined } }],
  ["a namespace the user may not see", { view: { namespace: undefined, objects: undefined, gateways: [] } }],
  ["the same, that is there", { view: { namespace: undefined, objects: undefined, gateways: [] }, needs: existing }],
  ["objects the user may not see", { view: { objects: undefined }, state: whole }],
  ["a namespace that is yet to be made", { view: fresh, state: [] }],
  ["the same, of a stack whose state is not known", { view: fresh }],
  ["a namespace that is there", { view: { gateways: [] }, needs: existing }],
  ["a namespace of a revision of Istio", { view: labelled({ "istio.io/rev": "default" }), needs: existing }],
  ["a revision by config", { view: { ...fresh, injectors: revisions }, needs: { istioRevision: "default" } }],
  ["a stack of the time before marks", { view: unmarked, state: whole }],
  ["the same, of an engine that keeps none", { view: unmarked, needs: { mark: undefined }, state: [] }],
  ["an `up` that was cut short", { view: { objects: new Set(["Service/carts"]) }, state: held(["Service/carts"]) }],
  [
    "objects that this run has found gone",
    { view: without("Deployment/carts"), needs: { refreshed: true }, state: whole },
  ],
  [
    "the same, where the run does not say",
    { view: without("Deployment/carts"), needs: { refreshed: undefined }, state: whole },
  ],
  ["a namespace that this run has found gone", { view: fresh, needs: { refreshed: true }, state: whole }],
  [
    "a namespace made anew, and taken",
    {
      view: unmarked,
      needs: { refreshed: true },
      state: held(["Namespace/sock-shop"]).map((one) => ({ ...one, uid: "2" })),
    },
  ],
  ["a move to another namespace", { view: fresh, needs: { namespace: "other" }, state: whole }],
  [
    "another application in the namespace",
    { view: { ...unmarked, gateways: [], objects: new Set(["Service/web"]) }, needs: existing, state: [] },
  ],
  ["the shop of this stack in it", { view: unmarked, needs: existing, state: whole }],
  [
    "a namespace that Istio looks at",
    { view: { ...labelled({ ...there.labels, discovery: "on" }), discoverySelectors: [discovered] }, needs: existing },
  ],
  ["the same by its name", { view: { discoverySelectors: [{ matchLabels: named }] } }],
  ["a gateway without an istio label", { needs: { gatewaySelector: "asm=ingressgateway" } }],
  ["another application's host", { view: rival, needs: { hosts: "shop.example.com" } }],
  [
    "the entrance of this stack in the namespace it moves from",
    { view: rival, state: held(["VirtualService/app"], "team") },
  ],
  [
    "Istio that this stack brings",
    { view: { ...fresh, kinds: [], gatewayPods: [], injectors: [] }, needs: { bringsIstio: true } },
  ],
])("%s will do", (_, one) => {
  expect(said(one)).toBeUndefined();
});

test.each<[string, Case, string, string]>([
  [
    "no Istio",
    { view: { kinds: [] } },
    "Cluster one has no Istio: its API does not serve networking.istio.io/v1 Gateway, networking.istio.io/v1 VirtualService, ",
    "pulumi config set --path istio.install true",
  ],
  [
    "an old Istio",
    { view: { kinds: fit.kinds.filter((kind) => kind !== envoyFilter) } },
    "Cluster one has not all of Istio: its API does not serve networking.istio.io/v1alpha3 EnvoyFilter. Nothing was changed",
    "istio.install true",
  ],
  [
    "gateway pods that the user may not see",
    { view: { gatewayPods: undefined } },
    "Cluster one lets you list no pods in all namespaces, so that no gateway could be asked",
    "pulumi config set gatewayNamespace istio-system",
  ],
  [
    "gateway pods that the user may not see where they are said to be",
    { view: { gatewayPods: undefined }, needs: { gatewayNamespace: "edge" } },
    "Cluster one lets you list no pods in namespace edge",
    "kubectl auth whoami",
  ],
  [
    "no injection",
    { view: { injectors: [] } },
    "Cluster one has no webhook that gives pods their sidecars",
    "kubectl get mutatingwebhookconfigurations",
  ],
  [
    "a mesh of revisions",
    { view: { injectors: revisions } },
    "Namespace sock-shop of Cluster one gives its pods no sidecars: it says istio-injection=enabled, and Istio there has revision default.",
    "Type: pulumi config set istioRevision default",
  ],
  [
    "a revision that is not there",
    { needs: { istioRevision: "gone" } },
    "it says istio.io/rev=gone, and Istio there has the default (istio-injection=enabled), revision default.",
    "Type: pulumi config rm istioRevision",
  ],
  [
    "webhooks for others only",
    { view: { injectors: [{ webhooks: [{ namespaceSelector: { matchLabels: { team: "bank" } } }] }] } },
    "and Istio there has no revision that would",
    "istioctl tag list",
  ],
  [
    "a control plane without pods",
    { view: { idleInjectors: ["istio-system/istiod"] } },
    "Cluster one has no ready pod of istio-system/istiod, Istio's control plane",
    "Type: kubectl -n istio-system get deployment istiod",
  ],
  [
    "no gateway",
    { view: { gatewayPods: [] } },
    "Cluster one has no ready gateway pod with the label istio=ingressgateway.",
    "gatewaySelector KEY=VALUE",
  ],
  [
    "a gateway that is not ready",
    {
      view: { gatewayPods: [{ namespace: "a", labels: {}, ready: false }] },
      needs: { gatewaySelector: "asm=door", gatewayNamespace: "ingress" },
    },
    "with the label asm=door in namespace ingress.",
    "gatewaySelector KEY=VALUE",
  ],
  [
    "no namespace",
    { view: { namespace: "missing" }, needs: { ...existing, istioRevision: "default" } },
    "Cluster one has no namespace sock-shop, and createNamespace is false",
    "kubectl label namespace sock-shop istio.io/rev=default",
  ],
  [
    "no sidecars",
    { view: labelled(named), needs: existing },
    "it says neither istio-injection nor istio.io/rev",
    "Type: kubectl label namespace sock-shop istio-injection=enabled --overwrite",
  ],
  [
    "sidecars switched off",
    { view: labelled({ "istio-injection": "disabled", "istio.io/rev": "default" }), needs: existing },
    "it says istio-injection=disabled, istio.io/rev=default",
    "istio-injection=enabled istio.io/rev- --overwrite",
  ],
  [
    "a namespace that is being deleted",
    { view: { namespace: { ...there, ending: true } } },
    "Namespace sock-shop of Cluster one is being deleted.",
    "kubectl wait --for=delete namespace/sock-shop --timeout=5m",
  ],
  [
    "another stack's shop",
    { view: { namespace: { ...there, annotations: mark("shop/demo/2") } } },
    "Namespace sock-shop of Cluster one has the shop of another stack, which was then stack demo of project shop.",
    "Type, for a shop beside it: pulumi config set namespace sock-shop-2",
  ],
  [
    "another stack of the same name",
    { view: { namespace: { ...there, annotations: mark("sock-shop/dev/2") } } },
    "has the shop of another stack",
    "pulumi config set namespace sock-shop-2",
  ],
  [
    "another stack's shop in a namespace that was there",
    { view: { ...unmarked, gateways: [ourGateway("shop/demo/2")] }, needs: existing },
    "has the shop of another stack",
    "pulumi config set namespace sock-shop-2",
  ],
  [
    "somebody else's namespace",
    { view: unmarked, state: [] },
    "Namespace sock-shop of Cluster one is there, and this stack did not make it",
    "Type, to use it and leave it as it is: pulumi config set createNamespace false. Or,",
  ],
  [
    "a namespace made anew by somebody else",
    { view: unmarked, state: held(["Namespace/sock-shop"]).map((one) => ({ ...one, uid: "2" })) },
    "was deleted and made anew, and not by this stack",
    "pulumi up --refresh",
  ],
  [
    "somebody else's objects of the same names",
    {
      view: { ...unmarked, gateways: [], objects: new Set(["Service/user", "Deployment/user", "Service/web"]) },
      needs: existing,
      state: [],
    },
    "Namespace sock-shop of Cluster one has Service/user, Deployment/user, which this stack did not make",
    "pulumi config set createNamespace true && pulumi config set namespace sock-shop-2",
  ],
  [
    "a namespace that is gone",
    { view: fresh, state: whole },
    "Namespace/sock-shop, which this stack made, is not in Cluster one any more.",
    "pulumi up --refresh",
  ],
  [
    "objects that are gone",
    { view: without("Deployment/carts", "VirtualService/user"), state: whole },
    "Deployment/carts, VirtualService/user, which this stack made, is not in Cluster one any more.",
    "pulumi up --refresh",
  ],
  [
    "all of them, with Istio that this stack brings",
    { view: { objects: new Set() }, needs: { bringsIstio: true }, state: whole },
    `and ${always.length - 3} more, which this stack made,`,
    "pulumi up --refresh",
  ],
  [
    "a namespace that Istio does not look at",
    { view: { ...fresh, discoverySelectors: [discovered] }, state: [] },
    "Istio of Cluster one does not look at namespace sock-shop: the discoverySelectors of its mesh config take none with its labels, and would with discovery=on.",
    "kubectl label namespace sock-shop istio-injection=enabled discovery=on && pulumi config set createNamespace false",
  ],
  [
    "the same, once it is there",
    { view: { discoverySelectors: [discovered] } },
    "and would with discovery=on.",
    "Type: kubectl label namespace sock-shop discovery=on --overwrite",
  ],
  [
    "one that no label would show to Istio",
    { view: { discoverySelectors: [{ matchExpressions: [{ key: "istio-injection", operator: "DoesNotExist" }] }] } },
    "does not look at namespace sock-shop",
    "istioctl analyze",
  ],
  [
    "another application at the entrance",
    { view: rival },
    "VirtualService team/app of Cluster one routes host * at port 80 of the gateway that the shop uses:",
    "pulumi config set hosts shop.example.com",
  ],
])("%s is named, and that nothing was changed", (_, one, what, next) => {
  expect(said(one)).toContain(what);
  expect(said(one)).toContain(next);
  expect(said(one)).toContain("Nothing was changed.");
  expect(said(one)).not.toContain("\n");
});
