import type { V1Pod } from "@kubernetes/client-node";
import type { JWK } from "jose";
import { askOnce } from "../../port-forward/pod-http";
import type { Ground, Output, Pod } from "../ground";
import type { Labels, ServiceEntrance } from "../selection";
import type { DestinationRule } from "../probes/private-destination";
import type { TemporaryPod } from "../probes/temporary-pod";
import { MANAGED_BY } from "../probes/temporary-pod";
import { HTTP_PORT, STAGE_CONFIG_MAP } from "../shop";
import { reasonOf, type Connection } from "./connect";
import { gatewayPods } from "./gateway";
import { hasSidecar, isRunning, labelSelector, podOf, PROXY, selects } from "./pods";
import { runInContainer } from "./run-in-container";
import type { Temporary } from "./temporary";
import { waitUntil } from "../../command-line/wait-until";

/** Of an Envoy's admin interface, on the loopback of its pod. */
const ADMIN_PORT = 15000;

/** Longest that is waited for something that the cluster does by itself, in milliseconds. */
const UNTIL = 60_000;

/** The ground that a real cluster is. */
export class ClusterGround implements Ground {
  readonly namespace: string;

  constructor(
    private readonly connection: Connection,
    private readonly temporary: Temporary,
    readonly url: URL,
    readonly signal: AbortSignal,
    readonly say: (progress: string) => void,
    /** Signs visitors' tokens. */
    readonly signingKey: () => Promise<JWK>,
    /** Vouches for the gateway's certificate. */
    readonly certificateAuthority: () => Promise<string | undefined>,
    readonly visitor: Readonly<Record<string, string>> = {},
  ) {
    this.namespace = connection.namespace;
  }

  async gateways(): Promise<Pod[]> {
    return (await gatewayPods(this.connection)).map(podOf);
  }

  async pods(labels: Labels): Promise<Pod[]> {
    return (await this.list(labels)).map(podOf);
  }

  async sidecars(): Promise<Pod[]> {
    return (await this.list({})).filter(hasSidecar).map(podOf);
  }

  private async list(labels: Labels): Promise<V1Pod[]> {
    const { core, namespace } = this.connection;
    const pods = await core.listNamespacedPod({ namespace, labelSelector: labelSelector(labels) });
    return pods.items.filter((pod) => isRunning(pod) && !isOurs(pod));
  }

  async service(name: string): Promise<ServiceEntrance> {
    const { spec } = await this.connection.core.readNamespacedService({ namespace: this.namespace, name });
    const port = spec?.ports?.find((candidate) => candidate.port === HTTP_PORT);
    if (!spec?.selector || !port) throw new Error(`Service ${name} selects no pods, or has no port ${HTTP_PORT}`);
    return { selector: spec.selector, targetPort: port.targetPort ?? HTTP_PORT };
  }

  async destinationRule(service: string): Promise<DestinationRule> {
    const { custom, namespace } = this.connection;
    const rules = (await custom.listNamespacedCustomObject({
      group: "networking.istio.io",
      version: "v1",
      namespace,
      plural: "destinationrules",
    })) as { items: { spec: DestinationRule }[] };
    const names = [service, `${service}.${namespace}`, `${service}.${namespace}.svc`];
    const rule = rules.items.find(({ spec: { host, workloadSelector } }) => {
      return !workloadSelector && (names.includes(host) || host.startsWith(`${service}.${namespace}.svc.`));
    });
    if (!rule) throw new Error(`no DestinationRule for ${service} is deployed`);
    return rule.spec;
  }

  async envoy(pod: Pod, path: string): Promise<string> {
    this.signal.throwIfAborted();
    const { portForward } = this.connection;
    try {
      // A connection for each question: a claim must not fail of one that broke while nobody asked.
      return await askOnce(() => Promise.resolve(portForward), { ...pod, port: ADMIN_PORT }, `/${path}`);
    } catch (error) {
      throw new Error(`Envoy of ${pod.name} does not answer ${path}: ${reasonOf(error)}`, { cause: error });
    }
  }

  proxyLog({ namespace, name }: Pod, seconds: number): Promise<string> {
    return this.connection.core.readNamespacedPodLog({ namespace, name, container: PROXY, sinceSeconds: seconds });
  }

  run(pod: Pod, container: string, command: readonly string[]): Promise<Output> {
    return runInContainer(this.connection.exec, pod, container, command, this.signal);
  }

  bring(wishes: readonly TemporaryPod[]): Promise<Pod[]> {
    return this.temporary.bring(wishes);
  }

  lay(rule: DestinationRule, owner: Pod): Promise<void> {
    return this.temporary.lay(rule, owner);
  }

  until(what: string, condition: () => Promise<boolean>, limit = UNTIL): Promise<void> {
    return waitUntil(condition, {
      limit,
      late: new Error(`waited ${limit / 1000} s for ${what}`),
      signal: this.signal,
    });
  }
}

/** The data of the ConfigMap that says what is deployed; undefined where there is none. */
export async function readStageConfigMap({ core, namespace }: Connection): Promise<Record<string, string> | undefined> {
  try {
    const map = await core.readNamespacedConfigMap({ namespace, name: STAGE_CONFIG_MAP });
    return map.data ?? {};
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return undefined;
    throw error;
  }
}

function isOurs({ metadata }: V1Pod): boolean {
  return selects(MANAGED_BY, metadata?.labels);
}
