import {
  discovered,
  envoyFilter,
  existing,
  expectNamed,
  fit,
  fresh,
  held,
  labelled,
  named,
  revisions,
  rival,
  said,
  there,
  type Case,
} from "./fitting-cluster";

const ourSidecar = { metadata: { namespace: "sock-shop", name: "sock-shop" }, spec: {} };
const tracesTo = { name: "shop-zipkin", zipkin: { service: "zipkin.shop.svc.cluster.local", port: 9411 } };
const knowing = (...extensionProviders: object[]) => ({
  meshConfig: { namespace: "istio-system", name: "istio-1-31", content: { extensionProviders } },
});
const teamSidecar = { metadata: { namespace: "sock-shop", name: "team" } };

test.each<[string, Case]>([
  ["Istio with its gateway", {}],
  ["webhooks the user may not see", { view: { injectors: undefined } }],
  ["a control plane the user may not see", { view: { idleInjectors: undefined } }],
  ["a namespace of a revision of Istio", { view: labelled({ "istio.io/rev": "default" }), needs: existing }],
  ["a revision by config", { view: { ...fresh, injectors: revisions }, needs: { istioRevision: "default" } }],
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
    "somebody's Sidecar for the whole namespace, where there is none of the shop's",
    { view: { sidecars: [teamSidecar] } },
  ],
  [
    "somebody's Sidecar for some pods, and the shop's own",
    {
      view: { sidecars: [ourSidecar, { ...teamSidecar, spec: { workloadSelector: { labels: { name: "user" } } } }] },
      needs: { closesEgress: true },
    },
  ],
  ["a mesh that knows where traces go", { view: knowing({ name: "otel" }, tracesTo), needs: { tracesTo } }],
  ["a mesh that does not, where there are none", { view: knowing() }],
  ["a mesh whose config the user may not see", { needs: { tracesTo } }],
  [
    "Istio that this stack brings",
    { view: { ...fresh, kinds: [], gatewayPods: [], injectors: [] }, needs: { bringsIstio: true } },
  ],
])("%s will do", (_, one) => {
  expect(said(one)).toBeUndefined();
});

test.each<[string, Case, string, string]>([
  [
    "a mesh that does not know where traces go",
    { view: knowing({ name: "otel" }), needs: { tracesTo } },
    "{name: shop-zipkin, zipkin: {service: zipkin.shop.svc.cluster.local, port: 9411}}",
    "kubectl -n istio-system edit configmap istio-1-31",
  ],
  [
    "a mesh that leads them elsewhere by that name",
    { view: knowing({ ...tracesTo, zipkin: { ...tracesTo.zipkin, port: 80 } }), needs: { tracesTo } },
    "has another provider shop-zipkin than the shop's Zipkin",
    "Then: pulumi up",
  ],
  [
    "no Istio",
    { view: { kinds: [] } },
    "Cluster one has no Istio: its API does not serve Gateway, VirtualService, DestinationRule, Sidecar, ServiceEntry of networking.istio.io/v1, EnvoyFilter of networking.istio.io/v1alpha3, PeerAuthentication, RequestAuthentication, AuthorizationPolicy of security.istio.io/v1 and Telemetry of telemetry.istio.io/v1.",
    "pulumi config set --path istio.install true",
  ],
  [
    "somebody's Sidecar for the whole namespace, where there is to be one of the shop's",
    { view: { sidecars: [ourSidecar, teamSidecar] }, needs: { closesEgress: true } },
    "Namespace sock-shop of Cluster one has the Sidecar team for all its pods, and the stage needs one for all of them too",
    "kubectl -n sock-shop delete sidecars.networking.istio.io team. Or, to leave it: pulumi config set stage baseline",
  ],
  [
    "an old Istio",
    { view: { kinds: fit.kinds.filter((kind) => kind !== envoyFilter) } },
    "Cluster one has not all of Istio: its API does not serve EnvoyFilter of networking.istio.io/v1alpha3. Nothing was changed",
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
    "a gateway that the user may tell nothing of tokens",
    { view: { lackingVerbs: ["create", "patch", "delete"] }, needs: { readsTokensIn: "istio-system" } },
    "Cluster one does not let you create, patch and delete RequestAuthentications in namespace istio-system, where the gateway",
    "Type, to see who you are there: kubectl auth whoami. Or, for a stage that needs nothing there: pulumi config set stage baseline",
  ],
  [
    "the same where this stack brings Istio",
    { view: { lackingVerbs: ["get"] }, needs: { readsTokensIn: "istio-system", bringsIstio: true } },
    "does not let you get RequestAuthentications in namespace istio-system",
    "kubectl auth whoami",
  ],
  [
    "another application at the entrance",
    { view: rival },
    "VirtualService team/app of Cluster one routes host * at port 80 of the gateway that the shop uses:",
    "pulumi config set hosts shop.example.com",
  ],
])("%s is named, and that nothing was changed", (_, one, what, next) => expectNamed(one, what, next));
