import { explained, type LateView } from "../../../../src/cluster/why-late";

const nothing: LateView = { namespace: "shop", namespaceThere: true, strange: [], idleInjectors: [] };

test.each<[string, Partial<LateView>, string[]]>([
  [
    "a namespace that is gone explains objects that are",
    { namespaceThere: false, strange: ["VirtualService/user"] },
    ["Namespace shop is gone", "pulumi up --refresh"],
  ],
  [
    "an object that somebody changed",
    { strange: ["VirtualService/user"] },
    ["VirtualService/user", "pulumi up --refresh"],
  ],
  ["istiod away", { idleInjectors: ["istio-system/istiod"] }, ["istio-system/istiod has no ready pod", "pulumi up"]],
  ["nothing to be seen", {}, ["istioctl proxy-status -v 1", "kubectl delete pod"]],
])("%s", (_, view, words) => {
  for (const word of words) expect(explained({ ...nothing, ...view })).toContain(word);
});
