import type {
  ConfigurationOptions,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  V1Pod,
  V1PodList,
} from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { PodHttp } from "../../port-forward/pod-http";
import type { ShownIn } from "../mesh/kinds";
import { isMarkSubset } from "../mesh/marks";
import { type ClusterAccess, kubeConfig } from "./cluster";
import { keptAnswer } from "./kept-answer";
import { type KeptConnection, keptConnection } from "./kept-connection";
import { gatewayLabel } from "../config/gateway-labels";
import { kubernetesClient, portForwarder } from "./kubernetes-client";
import { hasReadyProxy, podName, proxyRole } from "./pods";
import { type Lack, withoutSidecar } from "./pod-lacks";
import { type Shown, shownInClusters, shownInListeners, shownInRoutes, together } from "./shown";
import { mutualTlsOf, othersPeerAuthentications } from "./peer-authentications";
import { outboundOf, outboundOfMesh } from "./outbound-policies";
import { telemetryOf, othersTelemetries } from "./telemetries";
import { limits, sidecarResources } from "./sidecar-limits";
import type { ProxyKind } from "../mesh/expectation";
import type { Told } from "./told";

/** An Envoy that carries the shop's traffic. */
export interface Proxy extends Told {
  /** `namespace/pod` */
  readonly name: string;
  /** What of the shop's namespace it shows now; of its listeners only where they are asked for, as they are long. */
  readonly shows: (listeners: boolean) => Promise<Shown>;
}

/** The pods of a namespace and its gateway, as they are at one time. */
export interface Found {
  readonly proxies: readonly Proxy[];
  /** A pod that should have a proxy and has none. */
  readonly bare: Lack | undefined;
}

export interface ProxySelection {
  /** Namespace whose pods have sidecars. */
  readonly namespace: string;
  /** Whose pods must have one; others may live there too. */
  readonly services: readonly string[];
  /** A label of the ingress gateway's pods, as the config key of that name. */
  readonly gatewaySelector: string;
  /** Where these run; empty for any namespace. */
  readonly gatewayNamespace: string;
}

/** Envoy's admin port, which only its own pod reaches: `proxyAdminPort` of Istio's mesh config. */
const adminPort = 15000;

/** A part of a proxy's configuration by its name: what else narrows the question, and how the answer is read. */
interface Part {
  readonly query?: string;
  /** In place of that, at a gateway. */
  readonly gatewayQuery?: string;
  readonly read: (json: string, namespace: string) => Shown;
}

const parts = {
  dynamic_route_configs: { read: shownInRoutes },
  // Of clusters only the names: a fifteenth of the answer.
  dynamic_active_clusters: {
    query: "&mask=cluster.name,error_state",
    read: (json, namespace) => shownInClusters(json, namespace, isMarkSubset),
  },
  // What calls that arrive meet is all in one of them; the one for what leaves is a thirtieth of it.
  dynamic_listeners: { query: "&name_regex=virtual.*bound", gatewayQuery: "", read: shownInListeners },
} satisfies Record<ShownIn, Part>;

/** The proxies of one namespace and its gateway, with a connection to each that is kept between questions. */
export class Proxies {
  private readonly admins = new Map<string, PodHttp>();
  /** By pod, what settles when the last question to it is answered. */
  private readonly turns = new Map<string, Promise<unknown>>();
  /** What others' objects tell a proxy, which no `up` of this stack changes. */
  private readonly byOthers = keptAnswer(async (api: CustomObjectsApi) => {
    const { namespace } = this.selection;
    const { options } = this.connection;
    const [resources, mutualTls, telemetries, outbound] = await Promise.all([
      sidecarResources(api, namespace, options),
      othersPeerAuthentications(api, namespace, options),
      othersTelemetries(api, namespace, options),
      outboundOfMesh(this.config, namespace, options),
    ]);
    return { resources, mutualTls, telemetries, outbound };
  });

  private constructor(
    private readonly config: KubeConfig,
    private readonly selection: ProxySelection,
    private readonly connection: KeptConnection,
    private readonly patience: number | undefined,
  ) {}

  /** @param patience longest that a proxy may take for one answer, in milliseconds. Default: that of PodHttp */
  static async open(access: ClusterAccess, selection: ProxySelection, patience?: number): Promise<Proxies> {
    return new Proxies(await kubeConfig(access), selection, await keptConnection(), patience);
  }

  /** Those that serve now. Pods that start or end are left out: the first get the newest state, the others no more calls. */
  async find(): Promise<Found> {
    const { CoreV1Api, CustomObjectsApi } = await kubernetesClient();
    const { namespace } = this.selection;
    const { options } = this.connection;
    const api = this.config.makeApiClient(CoreV1Api);
    const custom = this.config.makeApiClient(CustomObjectsApi);
    const [pods, gateways, { resources, mutualTls, telemetries, outbound }] = await Promise.all([
      api.listNamespacedPod({ namespace }, options),
      gatewayPods(api, this.selection, options),
      this.byOthers(custom),
    ]);
    // A gateway or a waypoint may run in the shop's namespace too; it is not told what sidecars are.
    const sidecars = pods.items.filter((pod) => proxyRole(pod) === "sidecar");
    return {
      proxies: [
        ...gateways.items.filter(hasReadyProxy).map((pod) => this.proxy("gateway", pod, { limited: false })),
        ...sidecars.filter(hasReadyProxy).map((pod) => {
          const labels = pod.metadata?.labels ?? {};
          const byOthers = {
            ...mutualTlsOf(mutualTls, labels),
            ...outboundOf(resources, { namespace, labels, outbound }),
            ...telemetryOf(telemetries, labels),
          };
          return this.proxy("sidecar", pod, { limited: limits(resources, pod), ...byOthers });
        }),
      ],
      bare: withoutSidecar(pods.items, this.selection.services),
    };
  }

  close(): void {
    for (const admin of this.admins.values()) admin.close();
    this.connection.close();
  }

  private proxy(kind: ProxyKind, pod: V1Pod, told: Omit<Told, "kind" | "labels">): Proxy {
    const name = podName(pod);
    const labels = pod.metadata?.labels ?? {};
    return { ...told, name, kind, labels, shows: (listeners) => this.ask(name, kind, listeners) };
  }

  /**
   * What a proxy's admin interface answers.
   * @param pod `namespace/name`
   */
  get(pod: string, path: string): Promise<string> {
    const [namespace = "", name = ""] = pod.split("/");
    const admin =
      this.admins.get(pod) ??
      new PodHttp(portForwarder(this.config), { namespace, name, port: adminPort }, this.patience);
    this.admins.set(pod, admin);
    // Who asks while another's question is open would open a second connection, and both were seen to wait for ever.
    const answer = (this.turns.get(pod) ?? Promise.resolve()).then(() => admin.get(path));
    this.turns.set(
      pod,
      // Who asked is told; who comes next does not wait in vain for it.
      answer.catch(() => undefined),
    );
    return answer;
  }

  /** Ends the connection to a pod that is gone. */
  forget(pod: string): void {
    this.admins.get(pod)?.close();
    this.admins.delete(pod);
    this.turns.delete(pod);
  }

  private async ask(pod: string, kind: ProxyKind, listeners: boolean): Promise<Shown> {
    const shown: Shown[] = [];
    for (const [part, { query = "", gatewayQuery = query, read }] of Object.entries<Part>(parts)) {
      if (part === "dynamic_listeners" && !listeners) continue;
      const narrowed = kind === "gateway" ? gatewayQuery : query;
      shown.push(read(await this.get(pod, `/config_dump?resource=${part}${narrowed}`), this.selection.namespace));
    }
    return together(shown);
  }
}

/** The ingress gateway's pods. One who may only look into its namespace says which that is. */
export function gatewayPods(
  api: CoreV1Api,
  selection: Pick<ProxySelection, "gatewaySelector" | "gatewayNamespace">,
  options?: ConfigurationOptions,
): Promise<V1PodList> {
  const labelSelector = gatewayLabel(selection.gatewaySelector);
  const namespace = selection.gatewayNamespace;
  return namespace === ""
    ? api.listPodForAllNamespaces({ labelSelector }, options)
    : api.listNamespacedPod({ namespace, labelSelector }, options);
}
