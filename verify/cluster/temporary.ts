import type { V1Pod } from "@kubernetes/client-node";
import pWaitFor from "p-wait-for";
import type { Labels, Pod } from "../ground";
import type { DestinationRule } from "../probes/private-destination";
import type { TemporaryPod } from "../probes/temporary-pod";
import { LIFETIME, MANAGED_BY, podOf, RUN_LABEL } from "../probes/temporary-pod";
import { NAMESPACE } from "../shop";
import type { Connection } from "./connect";

/** Longest that pods may take to be ready, in milliseconds; an image may have to be pulled. */
const UNTIL_READY = 180_000;

/** Longest that pods may take to be gone, in milliseconds. */
const UNTIL_GONE = 60_000;

/** Why a container will not start, however long one waits. */
const HOPELESS = [
  "ErrImagePull",
  "ImagePullBackOff",
  "ErrImageNeverPull",
  "InvalidImageName",
  "CreateContainerConfigError",
];

const RULES = { group: "networking.istio.io", version: "v1", namespace: NAMESPACE, plural: "destinationrules" };

/** What one run of verify brings into the cluster, and takes away again. */
export class Temporary {
  /** Distinguishes this run's objects. */
  readonly run = Math.random().toString(36).slice(2, 8).padEnd(6, "0");
  private pods = 0;

  constructor(
    private readonly connection: Connection,
    private readonly signal: AbortSignal,
  ) {}

  /** Creates the pods together and returns when all are ready. */
  async bring(wishes: readonly TemporaryPod[]): Promise<Pod[]> {
    const names = wishes.map(({ role }) => `verify-${role}-${this.run}-${(this.pods += 1)}`);
    for (const [index, wish] of wishes.entries()) {
      this.signal.throwIfAborted();
      const body = podOf(wish, names[index] as string, this.run);
      await this.connection.core.createNamespacedPod({ namespace: NAMESPACE, body });
    }
    return Promise.all(names.map((name) => this.ready(name)));
  }

  /** Creates a DestinationRule that is deleted with its owner. */
  async lay(spec: DestinationRule, owner: Pod): Promise<void> {
    const { metadata } = await this.connection.core.readNamespacedPod({ namespace: NAMESPACE, name: owner.name });
    const labels: Labels = { ...MANAGED_BY, [RUN_LABEL]: this.run };
    const ownerReferences = [{ apiVersion: "v1", kind: "Pod", name: owner.name, uid: metadata?.uid }];
    const body = {
      apiVersion: `${RULES.group}/${RULES.version}`,
      kind: "DestinationRule",
      metadata: { name: owner.name, namespace: NAMESPACE, labels, ownerReferences },
      spec,
    };
    await this.connection.custom.createNamespacedCustomObject({ ...RULES, body });
  }

  /** Takes away all that this run brought, and waits until it is gone. It is not stopped by the run's own end. */
  async remove(say: (progress: string) => void): Promise<void> {
    if (this.pods === 0) return;
    say("taking away what was brought into the cluster");
    const ours = `${RUN_LABEL}=${this.run}`;
    const { core, custom } = this.connection;
    // First the rules: without its pod, a rule would leave its caller's routes pointing nowhere.
    await custom.deleteCollectionNamespacedCustomObject({ ...RULES, labelSelector: ours });
    await core.deleteCollectionNamespacedPod({ namespace: NAMESPACE, labelSelector: ours });
    const gone = async () => {
      return (await core.listNamespacedPod({ namespace: NAMESPACE, labelSelector: ours })).items.length === 0;
    };
    await pWaitFor(gone, {
      interval: 250,
      timeout: { milliseconds: UNTIL_GONE, message: `pods ${ours} do not go away` },
    });
    this.pods = 0;
  }

  /** Takes away what runs left behind that were killed: what is older than it may live. */
  async sweep(): Promise<void> {
    const labelSelector = Object.entries(MANAGED_BY)
      .map(([key, value]) => `${key}=${value}`)
      .join(",");
    const { core } = this.connection;
    const { items } = await core.listNamespacedPod({ namespace: NAMESPACE, labelSelector });
    const dead = items.filter(({ metadata }) => ageOf(metadata?.creationTimestamp) > LIFETIME);
    for (const { metadata } of dead) {
      if (metadata?.labels?.[RUN_LABEL] === undefined) continue;
      await core.deleteNamespacedPod({ namespace: NAMESPACE, name: metadata.name as string });
    }
  }

  private async ready(name: string): Promise<Pod> {
    let pod: V1Pod | undefined;
    const isReady = async () => {
      this.signal.throwIfAborted();
      pod = await this.connection.core.readNamespacedPod({ namespace: NAMESPACE, name });
      const why = hopeless(pod);
      if (why) throw new Error(`pod ${name} cannot start: ${why}`);
      return pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
    };
    const message = `pod ${name} is not ready after ${UNTIL_READY / 1000} s`;
    await pWaitFor(isReady, { interval: 250, timeout: { milliseconds: UNTIL_READY, message } });
    return { namespace: NAMESPACE, name, ip: pod?.status?.podIP ?? "" };
  }
}

/** Why a pod will never be ready, or nothing where it may be. */
function hopeless({ status }: V1Pod): string | undefined {
  if (status?.phase === "Failed") return status.message ?? status.reason ?? "it ended";
  for (const { state } of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    const { reason = "", message = "" } = state?.waiting ?? {};
    if (HOPELESS.includes(reason)) return `${reason} ${message}`.trim();
  }
  return undefined;
}

/** In seconds. */
function ageOf(created: Date | undefined): number {
  return created === undefined ? 0 : (Date.now() - new Date(created).getTime()) / 1000;
}
