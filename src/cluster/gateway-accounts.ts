import * as pulumi from "@pulumi/pulumi";
import { type Account, accountsIn } from "../mesh/authorization";
import type { AuthorizationPolicySpec } from "../mesh/istio";
import { entrance } from "../shop/services";
import type { SockShop } from "../shop/sock-shop";
import { type ClusterAccess, kubeConfig } from "./cluster";
import { kubernetesClient } from "./kubernetes-client";
import { gatewayPods, type ProxySelection } from "./proxies";
import { specInState } from "./stack-state";

interface GatewayArgs extends Pick<ProxySelection, "namespace" | "gatewaySelector" | "gatewayNamespace"> {
  readonly access: ClusterAccess | undefined;
}

/** The account that `istioctl install` gives its ingress gateway. */
const usual = "istio-ingressgateway-service-account";

/**
 * The accounts of the ingress gateway's pods: each way to install one names them otherwise, so the pods are asked. Where
 * nothing is applied they are those that the stack has deployed, and before that the ones that `istioctl install` makes.
 * @param shop once it stands, so does a gateway that this stack brings
 */
export function gatewayAccounts(shop: SockShop, args: GatewayArgs): pulumi.Output<readonly Account[]> {
  const { access } = args;
  if (access === undefined) return pulumi.output(deployedAccounts(args));
  return pulumi.all(Object.values(shop.services[entrance].deployments).map(({ id }) => id)).apply(async () => {
    const { CoreV1Api } = await kubernetesClient();
    const pods = await gatewayPods((await kubeConfig(access)).makeApiClient(CoreV1Api), args);
    return accountsOf(pods.items);
  });
}

interface Pod {
  readonly metadata?: { readonly namespace?: string };
  readonly spec?: { readonly serviceAccountName?: string };
}

/** Each account once, in an order that does not depend on the pods'. */
export function accountsOf(pods: readonly Pod[]): Account[] {
  const accounts = pods.map(({ metadata, spec }) => [metadata?.namespace ?? "", spec?.serviceAccountName ?? "default"]);
  const names = [...new Set(accounts.map((account) => account.join("/")))].sort();
  return names.map((account) => {
    const [namespace = "", name = ""] = account.split("/");
    return { namespace, name };
  });
}

async function deployedAccounts({ namespace, gatewayNamespace }: GatewayArgs): Promise<readonly Account[]> {
  const spec = await specInState("AuthorizationPolicy", entrance);
  const deployed = accountsIn((spec ?? {}) as AuthorizationPolicySpec).filter((one) => one.namespace !== namespace);
  return deployed.length > 0 ? deployed : [{ namespace: gatewayNamespace || "istio-system", name: usual }];
}
