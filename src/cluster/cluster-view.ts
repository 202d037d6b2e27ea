import type { PodSecurityLevel } from "../shop/pod-security";
import type { GatewayObject, GatewayPod, VirtualServiceObject } from "./entrance";
import type { InjectorConfiguration } from "./injection";
import type { Labels, LabelSelector } from "./label-selector";
import type { ZipkinProvider } from "../mesh/zipkin-provider";
import type { MeshConfig } from "./mesh-config";
import type { SidecarResource } from "./sidecar-limits";
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
  /** Services whose own proxies some stage sets up. */
  readonly setUpInbound: readonly string[];
  /** Services that some stage wants tokens at. */
  readonly takesTokens: readonly string[];
  /** Whether the namespace's pods are to be kept from hosts that the mesh does not know. */
  readonly closesEgress: boolean;
  /** Where the gateway's certificate is to lie; undefined where the shop is not served over TLS. */
  readonly certificateIn: string | undefined;
  /** Where the gateway is to be told which tokens to believe; undefined where it reads none. */
  readonly readsTokensIn: string | undefined;
  /** Where the namespace's proxies are to report traces to, as the mesh's config must have it; undefined where they do not. */
  readonly tracesTo: ZipkinProvider | undefined;
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
  /** `apiVersion Kind` of what its API serves in the versions that the shop has objects of. */
  readonly kinds: readonly string[];
  readonly injectors: readonly InjectorConfiguration[] | undefined;
  /** Services behind the webhooks that would give the shop its sidecars, if none of them has a ready pod. */
  readonly idleInjectors: readonly string[] | undefined;
  /** Which namespaces Istio looks at, by the mesh's config; all where there is none. */
  readonly discoverySelectors: readonly LabelSelector[] | undefined;
  /** The mesh's config and the ConfigMap that it is in; undefined also where there is none. */
  readonly meshConfig: { readonly namespace: string; readonly name: string; readonly content: MeshConfig } | undefined;
  /** Pods that the shop's Gateway selects. */
  readonly gatewayPods: readonly GatewayPod[] | undefined;
  /** The shop's. */
  readonly namespace: NamespaceView | "missing" | undefined;
  /** `Kind/name` of what is in it. */
  readonly objects: ReadonlySet<string> | undefined;
  /** Sidecar resources of the shop's namespace, where they matter. */
  readonly sidecars: readonly SidecarResource[];
  /** Rights that the user lacks to keep the gateway's certificate where it is to lie, where that matters. */
  readonly lackingSecretVerbs: readonly string[];
  /** Rights that the user lacks to tell the gateway which tokens to believe, where that matters. */
  readonly lackingVerbs: readonly string[];
  /** Of all namespaces, or of the shop's alone. */
  readonly gateways: readonly GatewayObject[];
  readonly virtualServices: readonly VirtualServiceObject[];
}

/** What else is asked where the cluster leaves it open: what the stack's state holds. Undefined where that is not known. */
export type State = readonly HeldObject[] | undefined;
