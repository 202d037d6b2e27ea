import type { V1Pod } from "@kubernetes/client-node";
import type { Ground, Labels, Output, Pod, ServiceEntrance } from "../ground";
import { Mistake } from "../mistake";
import { adminRequest, withoutLog } from "../probes/pilot-agent";
import type { DestinationRule } from "../probes/private-destination";
import type { TemporaryPod } from "../probes/temporary-pod";
import { MANAGED_BY } from "../probes/temporary-pod";
import { HTTP_PORT, NAMESPACE, STAGE_CONFIG_MAP } from "../shop";
import type { Connection } from "./connect";
import { GATEWAY_LABELS } from "./gateway";
import { runInContainer } from "./run-in-container";
import type { Temporary } from "./temporary";
import { waitUntil } from "./wait-until";

const PROXY = "istio-proxy";

/** Longest that is waited for something that the cluster does by itself, in milliseconds. */
const UNTIL = 60_000;

/** The ground that a real cluster is. */
export class ClusterGround implements Ground {
  constructor(
    private readonly connection: Connection,
    private readonly temporary: Temporary,
    readonly url: URL,
    readonly signal: AbortSignal,
    readonly say: (progress: string) => void,
  ) {}

  async gateways(): Promise<Pod[]> {
    const { core, context } = this.connection;
    const pods = await core.listPodForAllNamespaces({ labelSelector: selectorOf(GATEWAY_LABELS) });
    const found = pods.items.filter(isRunning).map(podOf);
    if (found.length > 0) return found;
    throw new Mistake(
      `no ingress gateway runs on ${context}: no ready pod has the label ${selectorOf(GATEWAY_LABELS)}`,
    );
  }

  async pods(labels: Labels): Promise<Pod[]> {
    const labelSelector = selectorOf(labels);
    const pods = await this.connection.core.listNamespacedPod({ namespace: NAMESPACE, labelSelector });
    return pods.items.filter((pod) => isRunning(pod) && !isOurs(pod)).map(podOf);
  }

  async service(name: string): Promise<ServiceEntrance> {
    const { spec } = await this.connection.core.readNamespacedService({ namespace: NAMESPACE, name });
    const port = spec?.ports?.find((candidate) => candidate.port === HTTP_PORT);
    if (!spec?.selector || !port) throw new Error(`Service ${name} selects no pods, or has no port ${HTTP_PORT}`);
    return { selector: spec.selector, targetPort: port.targetPort ?? HTTP_PORT };
  }

  async destinationRule(service: string): Promise<DestinationRule> {
    const rules = (await this.connection.custom.listNamespacedCustomObject({
      group: "networking.istio.io",
      version: "v1",
      namespace: NAMESPACE,
      plural: "destinationrules",
    })) as { items: { spec: DestinationRule }[] };
    const names = [service, `${service}.${NAMESPACE}`, `${service}.${NAMESPACE}.svc`];
    const rule = rules.items.find(({ spec: { host, workloadSelector } }) => {
      return !workloadSelector && (names.includes(host) || host.startsWith(`${service}.${NAMESPACE}.svc.`));
    });
    if (!rule) throw new Error(`no DestinationRule for ${service} is deployed`);
    return rule.spec;
  }

  async envoy(pod: Pod, path: string): Promise<string> {
    const output = await this.run(pod, PROXY, adminRequest(path));
    if (output.exitCode !== 0) throw new Error(`Envoy of ${pod.name} does not answer ${path}: ${output.stderr.trim()}`);
    return withoutLog(output.stdout);
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
    return waitUntil(condition, limit, `waited ${limit / 1000} s for ${what}`, this.signal);
  }
}

/** The data of the ConfigMap that says what is deployed; undefined where there is none. */
export async function readStageConfigMap({ core }: Connection): Promise<Record<string, string> | undefined> {
  try {
    const map = await core.readNamespacedConfigMap({ namespace: NAMESPACE, name: STAGE_CONFIG_MAP });
    return map.data ?? {};
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return undefined;
    throw error;
  }
}

function selectorOf(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** Whether a pod runs, with its proxy, and is not on its way out. */
function isRunning({ metadata, status }: V1Pod): boolean {
  const ready = status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True");
  return ready === true && metadata?.deletionTimestamp === undefined;
}

function isOurs({ metadata }: V1Pod): boolean {
  return Object.entries(MANAGED_BY).every(([key, value]) => metadata?.labels?.[key] === value);
}

function podOf({ metadata, status }: V1Pod): Pod {
  return { namespace: metadata?.namespace ?? "", name: metadata?.name ?? "", ip: status?.podIP ?? "" };
}
