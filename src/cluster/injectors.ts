import type { ConfigurationOptions, DiscoveryV1Api } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { answerOr } from "./answer-or";
import type { InjectorConfiguration } from "./injection";

/** The webhooks' services as `namespace/name`, if none of them has a ready pod: revisions of Istio have one each. */
export async function idleInjectors(
  api: DiscoveryV1Api,
  configurations: readonly InjectorConfiguration[],
  options: ConfigurationOptions,
): Promise<string[] | undefined> {
  const services = configurations
    .flatMap(({ webhooks = [] }) => webhooks)
    .flatMap(({ clientConfig }) => clientConfig?.service ?? [])
    .map(({ namespace, name }) => `${namespace}/${name}`);
  const named = [...new Set(services)];
  const ready = await Promise.all(named.map((service) => hasReadyPod(api, service, options)));
  return ready.includes(true) ? [] : ready.includes(undefined) ? undefined : named;
}

async function hasReadyPod(
  api: DiscoveryV1Api,
  service: string,
  options: ConfigurationOptions,
): Promise<boolean | undefined> {
  const [namespace = "", name] = service.split("/");
  const labelSelector = `kubernetes.io/service-name=${name}`;
  const slices = await answerOr(403, undefined, api.listNamespacedEndpointSlice({ namespace, labelSelector }, options));
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- null, for a Service that has no pod
  return slices?.items.some(({ endpoints }) => endpoints?.some(({ conditions }) => conditions?.ready !== false));
}
