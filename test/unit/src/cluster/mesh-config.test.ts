import type { InjectorConfiguration } from "../../../../src/cluster/injection";
import { meshConfigMap } from "../../../../src/cluster/mesh-config";

const injector = (revision: string | undefined, namespace?: string): InjectorConfiguration => ({
  metadata: { labels: revision === undefined ? {} : { "istio.io/rev": revision } },
  webhooks: namespace === undefined ? [{}] : [{}, { clientConfig: { service: { namespace, name: "istiod" } } }],
});

test.each<[string, ReturnType<typeof injector>, string, string]>([
  ["the default revision", injector("default", "istio-system"), "istio-system", "istio"],
  ["a revision, elsewhere", injector("asm-1", "mesh"), "mesh", "istio-asm-1"],
  ["a control plane outside of the cluster", injector(undefined), "istio-system", "istio"],
])("%s", (_, configuration, namespace, name) => {
  expect(meshConfigMap(configuration)).toEqual({ namespace, name });
});
