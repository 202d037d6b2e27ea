import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { KubeConfig, KubernetesObject, V1ConfigMap, V1Pod } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { type ClusterAccess, kubeConfig } from "../../../src/cluster/cluster.ts";
import { inTurns } from "../../../src/cluster/in-turns.ts";
import { hasReadyProxy, isReady, podName, proxyRole } from "../../../src/cluster/pods.ts";
import { Proxies, type Proxy } from "../../../src/cluster/proxies.ts";
import { firstLine } from "../../../src/cluster/ask-cluster.ts";
import { lacking, toldInListeners } from "../../../src/cluster/told.ts";
import { gatewayLabel } from "../../../src/config/gateway-labels.ts";
import type { Expectation } from "../../../src/mesh/expectation.ts";
import { kindNames, kinds } from "../../../src/mesh/kinds.ts";
import { STAGE_CONFIG_MAP } from "../../../verify/shop.ts";
import { BackOff, waitOrStop } from "../back-off.ts";
import { FORMAT, type Line, type PodSeen } from "../seen/lines.ts";
import { CLUSTERS, countsOf, STATISTICS } from "./counts.ts";
import { expectationsOf } from "./expectations.ts";
import { follow, type Objects } from "./follow.ts";
import { intentOf } from "./intent.ts";

export interface Place {
  readonly access: ClusterAccess;
  /** The shop's. */
  readonly namespace: string;
  /** As the config keys of these names. */
  readonly gatewaySelector: string;
  readonly gatewayNamespace: string;
}

/** Longest that a proxy may take for one answer, in milliseconds: one that hangs is asked anew over another connection. */
const patienceMs = 2000;
/** Proxies whose configuration is asked for at once. */
const atOnce = 8;
/** How long is waited for further changes before they are looked at together. */
const togetherMs = 100;

/** How often a proxy is asked, in milliseconds: where the picture is made of its counts, where load comes from, and the rest. */
const everyMs = { gateway: 500, caller: 1000, other: 5000 };
const callers = new Set(["front-end", "fortio"]);

type Spec = KubernetesObject & { readonly spec?: unknown };

/** Watches the shop and its proxies and says what it sees, until it is stopped. */
export class Observer {
  private readonly specs = new Map<string, unknown>();
  private readonly owners = new Map<string, AbortController>();
  /**
   * Connections of their own for the look at configurations, which are long: counts do not wait for them. There while a
   * switch is under way, and so without what was known of earlier ones.
   */
  private looking: Promise<Proxies> | undefined;
  private pods: ReadonlyMap<string, V1Pod> = new Map();
  private gateways: ReadonlyMap<string, V1Pod> = new Map();
  private readonly began = Date.now();
  private expectations: readonly Expectation[] = [];
  private round = 0;
  private intent = "";
  private podsSoon: NodeJS.Timeout | undefined;
  private answers: boolean | undefined;
  private soon: NodeJS.Timeout | undefined;

  private constructor(
    private readonly place: Place,
    private readonly config: KubeConfig,
    private readonly counting: Proxies,
    private readonly open: () => Promise<Proxies>,
    private readonly say: (line: Line) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Settles when it is stopped. */
  static async run(place: Place, say: (line: Line) => void, signal: AbortSignal): Promise<void> {
    const open = () => Proxies.open(place.access, { ...place, services: [] }, patienceMs);
    const counting = await open();
    // Each watch and each owner of a proxy listens for its end: Node warns of more than ten as of a leak.
    setMaxListeners(0, signal);
    const observer = new Observer(place, await kubeConfig(place.access), counting, open, say, signal);
    try {
      await observer.observe();
    } finally {
      counting.close();
      await observer.endLook();
    }
  }

  private async observe(): Promise<void> {
    const { namespace, gatewayNamespace, gatewaySelector } = this.place;
    const { config, signal, say } = this;
    say({ at: Date.now(), kind: "begun", format: FORMAT, namespace });
    const core = `/api/v1/namespaces/${namespace}`;
    const atGateway = gatewayNamespace === "" ? "/api/v1/pods" : `/api/v1/namespaces/${gatewayNamespace}/pods`;
    const alive = setInterval(() => say({ at: Date.now(), kind: "alive" }), 1000);
    const record = { fieldSelector: `metadata.name=${STAGE_CONFIG_MAP}` };
    await Promise.all([
      follow<V1ConfigMap>(config, `${core}/configmaps`, record, (maps) => this.recorded(maps), signal),
      follow<V1Pod>(
        config,
        `${core}/pods`,
        {},
        (pods) => this.seen({ pods }),
        signal,
        (answers) => this.api(answers),
      ),
      follow<V1Pod>(
        config,
        atGateway,
        { labelSelector: gatewayLabel(gatewaySelector) },
        (gateways) => this.seen({ gateways }),
        signal,
      ),
      ...kindNames.map((kind) => {
        const { apiVersion, plural } = kinds[kind];
        const path = `/apis/${apiVersion}/namespaces/${namespace}/${plural}`;
        return follow<Spec>(config, path, {}, (_, object, phase) => this.changed(kind, object, phase), signal);
      }),
    ]);
    clearInterval(alive);
  }

  private api(answers: boolean): void {
    if (answers !== this.answers) this.say({ at: Date.now(), kind: "api", answers });
    this.answers = answers;
  }

  private recorded(maps: Objects<V1ConfigMap>): void {
    const [map] = maps.values();
    const { stage = "", shows = "" } = map?.data ?? {};
    this.say({ at: Date.now(), kind: "recorded", stage, shows });
  }

  private seen({ pods = this.pods, gateways = this.gateways }): void {
    [this.pods, this.gateways] = [new Map(pods), new Map(gateways)];
    this.podsSoon ??= setTimeout(() => {
      this.podsSoon = undefined;
      if (!this.signal.aborted) this.look();
    }, togetherMs);
  }

  private look(): void {
    const all = [
      ...[...this.gateways.values()].map((pod) => podSeen(pod, "gateway")),
      ...[...this.pods.values()].map((pod) => podSeen(pod, proxyRole(pod) === "sidecar" ? "sidecar" : "none")),
    ];
    this.say({ at: Date.now(), kind: "pods", pods: all });
    const wanted = new Map([...this.gateways, ...this.pods].filter(([, pod]) => hasReadyProxy(pod)));
    for (const [name, owner] of this.owners) {
      if (wanted.has(name)) continue;
      owner.abort();
      this.owners.delete(name);
      this.counting.forget(name);
      void this.looking?.then((looking) => looking.forget(name));
    }
    for (const [name, pod] of wanted) {
      if (this.owners.has(name) || proxyRole(pod) === undefined) continue;
      const owner = new AbortController();
      this.owners.set(name, owner);
      void this.own(pod, this.gateways.has(name), AbortSignal.any([owner.signal, this.signal]));
    }
  }

  /** Asks one proxy for its counts, again and again; after a failure later and later. */
  private async own(pod: V1Pod, gateway: boolean, signal: AbortSignal): Promise<void> {
    const name = podName(pod);
    const app = gateway ? "gateway" : appOf(pod);
    const every = gateway ? everyMs.gateway : isCaller(app) ? everyMs.caller : everyMs.other;
    const young = Date.parse(String(pod.metadata?.creationTimestamp)) > this.began;
    const backOff = new BackOff();
    while (!signal.aborted) {
      const start = Date.now();
      try {
        const clusters = await this.counting.get(name, CLUSTERS);
        const statistics = await this.counting.get(name, STATISTICS);
        const counts = countsOf(clusters, statistics, this.place.namespace);
        signal.throwIfAborted();
        this.say({ at: Date.now(), kind: "counted", pod: name, app, young, ...counts });
        backOff.reset();
        await waitOrStop(Math.max(50, start + every - Date.now()), signal);
      } catch (error) {
        if (isEnded(signal)) return;
        this.say({ at: Date.now(), kind: "silent", pod: name, why: firstLine(error) });
        await backOff.wait(signal);
      }
    }
  }

  private changed(kind: (typeof kindNames)[number], { metadata, spec }: Spec, phase: string): void {
    const object = `${kind}/${metadata?.name ?? ""}`;
    const before = this.specs.get(object);
    if (phase === "DELETED") this.specs.delete(object);
    else this.specs.set(object, spec);
    // Status and labels are no matter of proxies'.
    if (phase !== "DELETED" && JSON.stringify(before) === JSON.stringify(spec)) return;
    // What was there before the look began is no change; what Pulumi deletes, it deletes after a switch is done.
    const there = before === undefined && Date.parse(String(metadata?.creationTimestamp)) <= this.began;
    if (phase !== "DELETED" && !there) this.say({ at: Date.now(), kind: "changed", object });
    this.round += 1;
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.expectations = expectationsOf(this.specs);
      const intent = intentOf(this.specs);
      const text = JSON.stringify(intent);
      if (text !== this.intent) this.say({ at: Date.now(), kind: "asked", intent });
      this.intent = text;
      void this.untilServed(this.round);
    }, togetherMs);
  }

  /** Asks until all proxies serve the objects, or these change again. */
  private async untilServed(round: number): Promise<void> {
    const done = new Set<string>();
    let said = "";
    const overtaken = () => round !== this.round || this.signal.aborted;
    while (!overtaken()) {
      try {
        const { proxies } = await (await (this.looking ??= this.open())).find();
        const open = proxies.filter(({ name }) => !done.has(name));
        await inTurns(open, atOnce, async (proxy) => {
          if (!overtaken() && (await this.serves(proxy))) done.add(proxy.name);
        });
        if (overtaken()) return;
        const late = proxies.map(({ name }) => name).filter((name) => !done.has(name));
        const line = { kind: "serving", serving: proxies.length - late.length, of: proxies.length, late } as const;
        if (JSON.stringify(line) !== said) this.say({ at: Date.now(), ...line });
        said = JSON.stringify(line);
        if (late.length === 0 && proxies.length > 0) {
          await this.endLook();
          return;
        }
      } catch (error) {
        // An API server that restarts is asked again.
        const why = `who serves the objects cannot be seen: ${firstLine(error)}\n`;
        if (why !== said) process.stderr.write(why);
        said = why;
      }
      await delay(250);
    }
  }

  private async endLook(): Promise<void> {
    const looking = this.looking;
    this.looking = undefined;
    (await looking)?.close();
  }

  private async serves(proxy: Proxy): Promise<boolean> {
    try {
      const shown = await proxy.shows(toldInListeners(this.expectations, proxy));
      return lacking(this.expectations, proxy, shown).length === 0;
    } catch {
      return false;
    }
  }
}

/** Asked anew: while something was awaited it may have ended. */
const isEnded = (signal: AbortSignal): boolean => signal.aborted;

const appOf = ({ metadata }: V1Pod): string => metadata?.labels?.["name"] ?? metadata?.labels?.["app"] ?? "";

/** Claims of `verify` bring callers of their own. */
const isCaller = (app: string): boolean => callers.has(app) || app.startsWith("verify");

function podSeen(pod: V1Pod, proxy: PodSeen["proxy"]): PodSeen {
  const { labels = {} } = pod.metadata ?? {};
  return {
    name: podName(pod),
    app: proxy === "gateway" ? "gateway" : appOf(pod),
    version: labels["version"] ?? "",
    ip: pod.status?.podIP ?? "",
    ready: isReady(pod),
    proxy,
  };
}
