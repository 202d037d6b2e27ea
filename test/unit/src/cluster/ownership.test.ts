import {
  always,
  existing,
  expectNamed,
  fresh,
  held,
  mark,
  ourGateway,
  said,
  there,
  unmarked,
  whole,
  without,
  type Case,
} from "./fitting-cluster";

test.each<[string, Case]>([
  ["a namespace the user may not see", { view: { namespace: undefined, objects: undefined, gateways: [] } }],
  ["the same, that is there", { view: { namespace: undefined, objects: undefined, gateways: [] }, needs: existing }],
  ["objects the user may not see", { view: { objects: undefined }, state: whole }],
  ["a namespace that is yet to be made", { view: fresh, state: [] }],
  ["the same, of a stack whose state is not known", { view: fresh }],
  ["a namespace that is there", { view: { gateways: [] }, needs: existing }],
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
])("%s will do", (_, one) => {
  expect(said(one)).toBeUndefined();
});

test.each<[string, Case, string, string]>([
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
])("%s is named, and that nothing was changed", (_, one, what, next) => expectNamed(one, what, next));
