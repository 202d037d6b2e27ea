import { gatewayLabel } from "../config/gateway-labels";
import { hostList } from "../config/hosts";
import { podSecurityLabels, type PodSecurityLevel } from "../shop/pod-security";
import { discoveryShortcoming } from "./discovery";
import { type Claim, type GatewayObject, type GatewayPod, rivals, type VirtualServiceObject } from "./entrance";
import { injectionLabels, type InjectorConfiguration, withoutRequests } from "./injection";
import { injectionShortcoming } from "./injection-shortcoming";
import type { Labels, LabelSelector } from "./label-selector";
import { ownershipShortcoming } from "./ownership";
import { kindNames } from "../mesh/kinds";
import { gatewayName, ingressName } from "./shop-objects";
import type { HeldObject } from "./stack-state";

/** What the shop asks of a cluster; most fields as the config key of that name. */
export interface Needs {
  readonly namespace: string;
  readonly createNamespace: boolean;
  readonly podSecurity: PodSecurityLevel;
  readonly istioRevision: string;
  readonly gatewaySelector: string;
  readonly gatewayNamespace: string;
  readonly hosts: string;
  /** Whether this stack brings Istio with it; then nothing is asked of the cluster's. */
  readonly bringsIstio: boolean;
  /** What tells this stack from all others; undefined where the engine did not say. */
  readonly mark: string | undefined;
  /** Whether this run has read the cluster into the stack's state; undefined where that is not known. */
  readonly refreshed: boolean | undefined;
}

/** A namespace as it is. */
export interface NamespaceView {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly uid: string;
  /** Whether it is being deleted. */
  readonly ending: boolean;
}

/** What a cluster shows of Istio and of the shop. What the user may not know is undefined. */
export interface ClusterView {
  /** How the kubeconfig calls the cluster, for messages. */
  readonly cluster: string;
  /** Kinds of `networking.istio.io/v1` that its API serves. */
  readonly kinds: readonly string[];
  readonly injectors: readonly InjectorConfiguration[] | undefined;
  /** Services behind the webhooks that would give the shop its sidecars, if none of them has a ready pod. */
  readonly idleInjectors: readonly string[] | undefined;
  /** Which namespaces Istio looks at, by the mesh's config; all where there is none. */
  readonly discoverySelectors: readonly LabelSelector[] | undefined;
  /** Pods that the shop's Gateway selects. */
  readonly gatewayPods: readonly GatewayPod[] | undefined;
  /** The shop's. */
  readonly namespace: NamespaceView | "missing" | undefined;
  /** `Kind/name` of what is in it. */
  readonly objects: ReadonlySet<string> | undefined;
  /** Of all namespaces, or of the shop's alone. */
  readonly gateways: readonly GatewayObject[];
  readonly virtualServices: readonly VirtualServiceObject[];
}

/** What else is asked where the cluster leaves it open: what the stack's state holds. Undefined where that is not known. */
export type State = readonly HeldObject[] | undefined;

/** What keeps the shop from running there, and what to type; undefined when nothing does. */
export function shortcoming(view: ClusterView, needs: Needs, state: State): string | undefined {
  const shop = () => ownershipShortcoming(view, needs, state);
  if (needs.bringsIstio) return shop();
  const labels = futureLabels(view.namespace, needs);
  return (
    kindsShortcoming(view) ??
    shop() ??
    injectionShortcoming(view, needs, labels) ??
    controlPlaneShortcoming(view) ??
    discoveryShortcoming(view, needs, labels) ??
    gatewayShortcoming(view, needs) ??
    entranceShortcoming(view, needs, state)
  );
}

/** Labels that the namespace will have when the shop's pods start; undefined where they are not known. */
export function futureLabels(namespace: ClusterView["namespace"], needs: Needs): Labels | undefined {
  if (!needs.createNamespace) return namespace === "missing" ? undefined : namespace?.labels;
  return {
    ...(typeof namespace === "object" && withoutRequests(namespace.labels)),
    ...injectionLabels(needs.istioRevision),
    ...podSecurityLabels(needs.podSecurity),
    "kubernetes.io/metadata.name": needs.namespace,
  };
}

function kindsShortcoming({ cluster, kinds }: ClusterView): string | undefined {
  const missing = kindNames.filter((kind) => !kinds.includes(kind));
  if (missing.length === 0) return undefined;
  return (
    `${cluster} has no Istio: its API does not serve ${missing.join(", ")} of networking.istio.io/v1. ` +
    "Nothing was changed. Install Istio with its ingress gateway, or let this stack do it: " +
    "pulumi config set --path istio.install true"
  );
}

function controlPlaneShortcoming({ cluster, idleInjectors }: ClusterView): string | undefined {
  const [first] = idleInjectors ?? [];
  if (first === undefined) return undefined;
  const [namespace, name] = first.split("/");
  return (
    `${cluster} has no ready pod of ${first}, Istio's control plane: it would start no pod of the shop and take ` +
    `no route. Nothing was changed. Type: kubectl -n ${namespace} get deployment ${name}`
  );
}

function gatewayShortcoming({ cluster, gatewayPods }: ClusterView, needs: Needs): string | undefined {
  if (gatewayPods === undefined) return unknownGateways(cluster, needs);
  if (gatewayPods.some(({ ready }) => ready)) return undefined;
  const where = needs.gatewayNamespace === "" ? "" : ` in namespace ${needs.gatewayNamespace}`;
  return (
    `${cluster} has no ready gateway pod with the label ${gatewayLabel(needs.gatewaySelector)}${where}. ` +
    "Nothing was changed. Type, to see the gateways' labels: kubectl get pods -A --show-labels. " +
    "Then: pulumi config set gatewaySelector KEY=VALUE"
  );
}

/** The one thing that must be known: whether the gateway serves a new stage is asked of its pods. */
function unknownGateways(cluster: string, { gatewayNamespace }: Needs): string {
  const where = gatewayNamespace === "" ? "in all namespaces" : `in namespace ${gatewayNamespace}`;
  const next =
    gatewayNamespace === ""
      ? "with the namespace of the ingress gateway: pulumi config set gatewayNamespace istio-system"
      : `to see who you are there: kubectl auth whoami. An administrator may let you list pods in ${gatewayNamespace}`;
  return (
    `${cluster} lets you list no pods ${where}, so that no gateway could be asked whether it serves the stage. ` +
    `Nothing was changed. Type, ${next}`
  );
}

/** Who else takes a host of the shop's at its gateway, as far as this stack's state does not hold it. */
export function claims(view: ClusterView, needs: Needs, state: State): Claim[] {
  const own = {
    namespace: needs.namespace,
    gateway: gatewayName,
    virtualService: ingressName,
    hosts: hostList(needs.hosts),
  };
  const held = new Set((state ?? []).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));
  return rivals(own, view.gatewayPods ?? [], view.gateways, view.virtualServices).filter(
    ({ object }) => !held.has(object),
  );
}

function entranceShortcoming(view: ClusterView, needs: Needs, state: State): string | undefined {
  const [first, ...others] = claims(view, needs, state);
  if (first === undefined) return undefined;
  const more = others.length > 0 ? `, and so do ${others.map(({ object }) => object).join(", ")}` : "";
  return (
    `${first.object} of ${view.cluster} ${first.does} host ${first.host} at port 80 of the gateway that the shop uses` +
    `${more}: Istio would lead some requests here and some there. Nothing was changed. ` +
    "Type, with a host name of the shop's own: pulumi config set hosts shop.example.com"
  );
}
