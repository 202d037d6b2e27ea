import type { ConfigurationOptions, CoreV1Api, KubeConfig } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { answerOr } from "./answer-or";
import { injecting, type InjectorConfiguration } from "./injection";
import { kubernetesClient } from "./kubernetes-client";
import type { LabelSelector } from "./label-selector";

/** The ConfigMap with the mesh's config: each revision of Istio has its own, in its control plane's namespace. */
export function meshConfigMap({ metadata, webhooks = [] }: InjectorConfiguration): { namespace: string; name: string } {
  const revision = metadata?.labels?.["istio.io/rev"] ?? "default";
  const service = webhooks.map(({ clientConfig }) => clientConfig?.service).find(Boolean);
  return {
    namespace: service?.namespace ?? "istio-system",
    name: revision === "default" ? "istio" : `istio-${revision}`,
  };
}

/** What of it is read here. */
export interface MeshConfig {
  readonly discoverySelectors?: LabelSelector[];
  readonly outboundTrafficPolicy?: { readonly mode?: string };
  readonly accessLogFile?: string;
  readonly defaultProviders?: { readonly accessLogging?: readonly string[]; readonly tracing?: readonly string[] };
  readonly extensionProviders?: readonly ExtensionProvider[];
}

/** A place outside of proxies that they may be told to turn to; of the kinds that there are this one is read. */
export interface ExtensionProvider {
  readonly name?: string;
  readonly zipkin?: { readonly service?: string; readonly port?: number };
}

/** The config of the Istio behind this webhook; undefined where there is none, or it may not be read. */
export async function meshConfig(
  api: CoreV1Api,
  injector: InjectorConfiguration,
  options: ConfigurationOptions,
): Promise<MeshConfig | undefined> {
  const found = await answerOr([403, 404], undefined, api.readNamespacedConfigMap(meshConfigMap(injector), options));
  const mesh = found?.data?.["mesh"];
  if (!mesh) return undefined;
  const { loadYaml } = await kubernetesClient();
  return loadYaml<MeshConfig>(mesh);
}

/** The config of the Istio that gives a namespace's pods their sidecars; undefined likewise. */
export async function meshConfigFor(
  config: KubeConfig,
  namespace: string,
  options: ConfigurationOptions,
): Promise<MeshConfig | undefined> {
  const { AdmissionregistrationV1Api, CoreV1Api } = await kubernetesClient();
  const [core, admission] = [config.makeApiClient(CoreV1Api), config.makeApiClient(AdmissionregistrationV1Api)];
  const sidecarInjectors = { labelSelector: "app=sidecar-injector" };
  const [webhooks, there] = await Promise.all([
    answerOr(403, undefined, admission.listMutatingWebhookConfiguration(sidecarInjectors, options)),
    answerOr([403, 404], undefined, core.readNamespace({ name: namespace }, options)),
  ]);
  const [injector] = injecting(webhooks?.items ?? [], there?.metadata?.labels ?? {});
  return injector && meshConfig(core, injector, options);
}

/** Whether the mesh's config has every proxy write down requests. */
export function logsByConfig({ accessLogFile, defaultProviders }: MeshConfig): boolean {
  return Boolean(accessLogFile) || (defaultProviders?.accessLogging ?? []).length > 0;
}

/** Whether the mesh's config has every proxy report traces. */
export const tracesByConfig = ({ defaultProviders }: MeshConfig): boolean =>
  (defaultProviders?.tracing ?? []).length > 0;
