import type { V1Pod } from "@kubernetes/client-node";
import type { Pod } from "../ground";
import type { Labels } from "../selection";
import type { DestinationRule } from "../probes/private-destination";
import type { TemporaryPod } from "../probes/temporary-pod";
import { LIFETIME, MANAGED_BY, podOf, RUN_LABEL } from "../probes/temporary-pod";
import type { Connection } from "./connect";
import { labelSelector } from "./pods";
import { waitUntil } from "../../command-line/wait-until";

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

const RULES = { group: "networking.istio.io", version: "v1", plural: "destinationrules" };

/** What one run of verify brings into the cluster, and takes away again. */
export class Temporary {
  /** Distinguishes this run's objects. */
  readonly run = Math.random().toString(36).slice(2, 8).padEnd(6, "0");
  /** Of all pods that were asked for since the last removal, and of all rules. */
  private readonly names: string[] = [];
  private readonly rules: string[] = [];
  /** The namespace that it made beside the shop's since then. */
  private elsewhere: string | undefined;
  /** Namespaces that it deleted. */
  private readonly leaving: string[] = [];
  private count = 0;

  /** @param image of fortio, from wherever the cluster can pull it */
  constructor(
    private readonly connection: Connection,
    private readonly image: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Creates the pods together and returns when all are ready. */
  async bring(wishes: readonly TemporaryPod[]): Promise<Pod[]> {
    const { core } = this.connection;
    const names = wishes.map(({ role }) => `verify-${role}-${this.run}-${(this.count += 1)}`);
    for (const [index, wish] of wishes.entries()) {
      this.signal.throwIfAborted();
      const name = names[index] as string;
      const namespace = wish.elsewhere ? await this.otherNamespace(wish.account) : this.connection.namespace;
      const body = podOf(wish, name, { namespace, image: this.image, run: this.run });
      if (!wish.elsewhere) this.names.push(name);
      await core.createNamespacedPod({ namespace, body });
    }
    return Promise.all(names.map((name, index) => this.ready(name, wishes[index]?.elsewhere === true)));
  }

  /** A namespace whose pods get sidecars as the shop's do, with an account of that name. */
  private async otherNamespace(account: string | undefined): Promise<string> {
    const { core, namespace } = this.connection;
    const name = this.elsewhere ?? `${namespace}-verify-${this.run}-${(this.count += 1)}`;
    if (this.elsewhere === undefined) {
      const { metadata } = await core.readNamespace({ name: namespace });
      const shops = Object.entries(metadata?.labels ?? {});
      const labels = Object.fromEntries(shops.filter(([key]) => key !== "kubernetes.io/metadata.name"));
      this.elsewhere = name;
      await core.createNamespace({ body: { metadata: { name, labels: { ...labels, ...this.labels() } } } });
    }
    if (account !== undefined && account !== "default") {
      await core.createNamespacedServiceAccount({ namespace: name, body: { metadata: { name: account } } });
    }
    return name;
  }

  private labels(): Labels {
    return { ...MANAGED_BY, [RUN_LABEL]: this.run };
  }

  /** Creates a DestinationRule that is deleted with its owner. */
  async lay(spec: DestinationRule, owner: Pod): Promise<void> {
    const { core, custom, namespace } = this.connection;
    const { metadata } = await core.readNamespacedPod({ namespace, name: owner.name });
    const labels = this.labels();
    const ownerReferences = [{ apiVersion: "v1", kind: "Pod", name: owner.name, uid: metadata?.uid }];
    const body = {
      apiVersion: `${RULES.group}/${RULES.version}`,
      kind: "DestinationRule",
      metadata: { name: owner.name, namespace, labels, ownerReferences },
      spec,
    };
    this.rules.push(owner.name);
    await custom.createNamespacedCustomObject({ ...RULES, namespace, body });
  }

  /** Deletes what was brought since the last time. It is not stopped by the run's own end, and does not wait: see `gone`. */
  async remove(): Promise<void> {
    const { core, custom, namespace } = this.connection;
    // The pods' rules go with them, but later; a name that was never made is no trouble.
    for (const name of this.rules) await unlessGone(custom.deleteNamespacedCustomObject({ ...RULES, namespace, name }));
    for (const name of this.names) await unlessGone(core.deleteNamespacedPod({ namespace, name }));
    this.names.length = 0;
    this.rules.length = 0;
    if (this.elsewhere === undefined) return;
    await unlessGone(core.deleteNamespace({ name: this.elsewhere }));
    this.leaving.push(this.elsewhere);
    this.elsewhere = undefined;
  }

  /** Waits until all that was removed is gone. */
  async gone(say: (progress: string) => void): Promise<void> {
    if (this.count === 0) return;
    say("waiting for what was brought into the cluster to be gone");
    const { core, namespace } = this.connection;
    const ours = labelSelector({ [RUN_LABEL]: this.run });
    const noPods = async () => (await core.listNamespacedPod({ namespace, labelSelector: ours })).items.length === 0;
    const late = new Error(`pods with ${ours} in ${namespace} do not go away`);
    await waitUntil(noPods, { limit: UNTIL_GONE, late });
    for (const name of this.leaving) {
      const noNamespace = () => isGone(core.readNamespace({ name }));
      await waitUntil(noNamespace, { limit: UNTIL_GONE, late: new Error(`namespace ${name} does not go away`) });
    }
  }

  /** Takes away what runs left behind that were killed: what is older than it may live. */
  async sweep(): Promise<void> {
    const { core, namespace } = this.connection;
    const { items } = await core.listNamespacedPod({ namespace, labelSelector: labelSelector(MANAGED_BY) });
    const dead = items.filter(({ metadata }) => ageOf(metadata?.creationTimestamp) > LIFETIME);
    for (const { metadata } of dead) {
      if (metadata?.labels?.[RUN_LABEL] === undefined) continue;
      await core.deleteNamespacedPod({ namespace, name: metadata.name as string });
    }
    // Who may make no namespaces has left none behind.
    const others = await core
      .listNamespace({ labelSelector: labelSelector(MANAGED_BY) })
      .catch((error: { code?: unknown }) => {
        if (error.code === 403) return { items: [] };
        throw error;
      });
    for (const { metadata } of others.items) {
      if (metadata?.labels?.[RUN_LABEL] === undefined || ageOf(metadata.creationTimestamp) <= LIFETIME) continue;
      await unlessGone(core.deleteNamespace({ name: metadata.name as string }));
    }
  }

  private async ready(name: string, elsewhere: boolean): Promise<Pod> {
    const { core } = this.connection;
    const namespace = (elsewhere ? this.elsewhere : undefined) ?? this.connection.namespace;
    let pod: V1Pod | undefined;
    const isReady = async () => {
      pod = await core.readNamespacedPod({ namespace, name });
      const why = hopeless(pod);
      if (why) throw new Error(`pod ${name} cannot start: ${why}`);
      return pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
    };
    const late = new Error(`pod ${name} is not ready after ${UNTIL_READY / 1000} s`);
    await waitUntil(isReady, { limit: UNTIL_READY, late, signal: this.signal });
    return { namespace, name, ip: pod?.status?.podIP ?? "" };
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

/** Whether what is asked for is not there. */
async function isGone(question: Promise<unknown>): Promise<boolean> {
  try {
    await question;
    return false;
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return true;
    throw error;
  }
}

/** A deletion that does not mind when there is nothing to delete. */
async function unlessGone(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 404) throw error;
  }
}
