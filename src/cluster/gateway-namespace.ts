import { RunError } from "@pulumi/pulumi";
import { istioNamespace } from "../istio/istio-namespace";
import { answerOr } from "./answer-or";
import { askCluster } from "./ask-cluster";
import type { ClusterAccess } from "./cluster";
import { kubernetesClient } from "./kubernetes-client";
import { gatewayPods, type ProxySelection } from "./proxies";
import { visitorsName } from "./shop-objects";
import { heldByState } from "./stack-state";

interface GatewayArgs extends Pick<ProxySelection, "namespace" | "gatewaySelector" | "gatewayNamespace"> {
  readonly access: ClusterAccess | undefined;
  readonly istio: { readonly install: boolean };
}

/**
 * The namespace of the ingress gateway's pods, for what is laid beside them. Where config does not say it the pods are asked;
 * where nothing is applied it is the one that the stack has such an object in, and before that Istio's usual.
 * @throws RunError where the pods are in several
 */
export async function gatewayNamespace({ namespace, access, istio, ...gateway }: GatewayArgs): Promise<string> {
  if (gateway.gatewayNamespace !== "") return gateway.gatewayNamespace;
  if (istio.install) return istioNamespace;
  if (access === undefined) {
    const held = (await heldByState())?.find(({ kind, name }) => kind === "Secret" || name === visitorsName(namespace));
    return held?.namespace ?? istioNamespace;
  }
  const { cluster, answer } = await askCluster(access, async (config, options) => {
    const { CoreV1Api } = await kubernetesClient();
    const pods = await answerOr(403, undefined, gatewayPods(config.makeApiClient(CoreV1Api), gateway, options));
    return (pods?.items ?? []).map(({ metadata }) => metadata?.namespace ?? "");
  });
  return onlyOne(answer, cluster);
}

/** Where there is none, the look before the first resource says so. */
export function onlyOne(namespaces: readonly string[], cluster: string): string {
  const [first = istioNamespace, ...others] = [...new Set(namespaces)].sort();
  if (others.length === 0) return first;
  throw new RunError(
    `The gateway's pods of ${cluster} are in namespaces ${[first, ...others].join(", ")}, and what the stage lays beside ` +
      `them is in one. Nothing was changed. Type: pulumi config set gatewayNamespace ${first}`,
  );
}
