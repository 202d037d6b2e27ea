import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type ChartName, type ChartSource, located } from "./charts";
import type { ExtensionProvider } from "../cluster/mesh-config";
import { type GatewayService, gatewayServiceValues } from "./gateway-service";
import { istioNamespace, ownerLabel, thisStack } from "./istio-namespace";

export interface IstioControlPlaneArgs extends ChartSource {
  readonly gatewayService: GatewayService;
  /** Value that the `istio` label on the ingress gateway's pods shall have. */
  readonly gatewaySelector: string;
  /** Chart → values that go before all others. */
  readonly values: Readonly<Partial<Record<ChartName, object>>>;
  /** What the mesh's config shall know, beside what `values` has there. */
  readonly extensionProviders: readonly ExtensionProvider[];
}

/**
 * Istio from its own Helm charts. The three are Helm releases and not single objects, because each is to be ready
 * before the next begins: the gateway's pod gets its image from istiod's webhook. A release is also blind to what
 * istiod writes into its webhooks itself, so nothing seems to have changed afterwards.
 */
export class IstioControlPlane extends pulumi.ComponentResource {
  constructor(name: string, args: IstioControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:mesh:IstioControlPlane", name, {}, opts);
    const { gatewayService, gatewaySelector, values, extensionProviders } = args;
    const names = releaseNames(gatewaySelector);
    const namespace = new kubernetes.core.v1.Namespace(
      istioNamespace,
      { metadata: { name: istioNamespace, labels: { [ownerLabel]: thisStack() } } },
      { parent: this },
    );
    const release = (
      name: string,
      chart: ChartName,
      after: pulumi.Resource,
      rest: Partial<kubernetes.helm.v3.ReleaseArgs> = {},
    ) =>
      new kubernetes.helm.v3.Release(
        name,
        { name, namespace: namespace.metadata.name, ...located(chart, args), values: values[chart] ?? {}, ...rest },
        { parent: this, dependsOn: after },
      );

    const base = release(names.base, "base", namespace, { postrender: forgetful });
    const istiod = release(names.istiod, "istiod", base, { values: knowing(extensionProviders, values.istiod) });
    release(names.gateway, "gateway", istiod, {
      values: { service: gatewayServiceValues(gatewayService), ...values.gateway },
    });
    this.registerOutputs();
  }
}

interface IstiodValues {
  readonly meshConfig?: { readonly extensionProviders?: readonly ExtensionProvider[] };
}

/** The values with these providers in the mesh's config. One that is given by that name stays as it is given. */
export function knowing(providers: readonly ExtensionProvider[], values: IstiodValues = {}): IstiodValues {
  const given = values.meshConfig?.extensionProviders ?? [];
  const missing = providers.filter(({ name }) => !given.some((one) => one.name === name));
  return { ...values, meshConfig: { ...values.meshConfig, extensionProviders: [...given, ...missing] } };
}

/** Chart → name of its release. The gateway's chart labels the pods with it, less the prefix. */
export const releaseNames = (gatewaySelector: string): Readonly<Record<ChartName, string>> => ({
  base: "istio-base",
  istiod: "istiod",
  gateway: `istio-${gatewaySelector}`,
});

/** Istio's kinds bear Helm's mark to be kept for ever; a stack that brought them shall take them with it. */
const forgetful = "./src/istio/without-keep";
