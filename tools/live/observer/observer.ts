import { setMaxListeners } from "node:events";
import type { KubeConfig, V1ConfigMap, V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { type ClusterAccess, kubeConfig } from "../../../src/cluster/cluster.ts";
import { hasReadyProxy, isReady, podName, proxyRole } from "../../../src/cluster/pods.ts";
import { Proxies } from "../../../src/cluster/proxies.ts";
import { firstLine } from "../../../src/cluster/ask-cluster.ts";
import type { KindName } from "../../../src/mesh/kinds.ts";
import { BackOff } from "../back-off.ts";
import { FORMAT, type Line, type PodSeen } from "../seen/lines.ts";
import { CLUSTERS, countsOf, STATISTICS } from "./counts.ts";
import { expectationsOf } from "./expectations.ts";
import { follow, type Objects } from "./follow.ts";
import { intentOf } from "./intent.ts";
import { ServedBy } from "./served-by.ts";
import { Turns } from "./turns.ts";
import { type Selection, type Spec, watchedOf } from "./watched.ts";

export interface Place extends Selection {
  readonly access: ClusterAccess;
}

/** Longest that a proxy may take for one answer, in milliseconds: one that hangs is asked anew over another connection. */
const patienceMs = 2000;
/** How long is waited for further changes before they are looked at together. */
const togetherMs = 100;

/** How often a proxy is asked, in milliseconds: where the picture is made of its counts, where load comes from, and the rest. */
const everyMs = { gateway: 500, caller: 1000, other: 5000 };
const callers = new Set(["front-end", "fortio"]);

/** Who asks one proxy. */
interface Owner {
  readonly ends: AbortController;
  readonly turns: Turns;
}

/** Watches the shop and its proxies and says what it sees, until it is stopped. */
export class Observer {
  private readonly specs = new Map<string, unknown>();
  private readonly owners = new Map<string, Owner>();
  private pods: ReadonlyMap<string, V1Pod> = new Map();
  private gateways: ReadonlyMap<string, V1Pod> = new Map();
  private readonly began = Date.now();
  private intent = "";
  private podsSoon: NodeJS.Timeout | undefined;
  private answers: boolean | undefined;
  private soon: NodeJS.Timeout | undefined;

  private constructor(
    private readonly place: Place,
    private readonly config: KubeConfig,
    private readonly counting: Proxies,
    private readonly servedBy: ServedBy,
    private readonly say: (line: Line) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Settles when it is stopped. */
  static async run(place: Place, say: (line: Line) => void, signal: AbortSignal): Promise<void> {
    const open = () => Proxies.open(place.access, { ...place, services: [] }, patienceMs);
    const counting = await open();
    // Each watch and each owner of a proxy listens for its end: Node warns of more than ten as of a leak.
    setMaxListeners(0, signal);
    const saySoon = (line: Line) => {
      say(line);
      if (line.kind === "serving" && line.late.length === 0) observer.countAnew();
    };
    const servedBy = new ServedBy(open, saySoon, signal);
    const observer = new Observer(place, await kubeConfig(place.access), counting, servedBy, say, signal);
    try {
      await observer.observe();
    } finally {
      counting.close();
    }
  }

  private async observe(): Promise<void> {
    const { config, place, signal, say } = this;
    say({ at: Date.now(), kind: "begun", format: FORMAT, namespace: place.namespace });
    const alive = setInterval(() => say({ at: Date.now(), kind: "alive" }), 1000);
    const { record, pods, gateways, mesh } = await watchedOf(config, place);
    await Promise.all([
      follow(config, record, (maps) => this.recorded(maps), signal),
      follow(
        config,
        pods,
        (pods) => this.seen({ pods }),
        signal,
        (answers) => this.api(answers),
      ),
      follow(config, gateways, (gateways) => this.seen({ gateways }), signal),
      ...mesh.map(([kind, objects]) =>
        follow(config, objects, (_, object, phase) => this.changed(kind, object, phase), signal),
      ),
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
    const gone = [...this.owners.keys()].filter((name) => !wanted.has(name));
    const come = [...wanted].filter(([name]) => !this.owners.has(name));
    for (const name of gone) {
      this.owners.get(name)?.ends.abort();
      this.owners.delete(name);
      this.counting.forget(name);
    }
    if (gone.length + come.length > 0) this.servedBy.podsChanged(gone);
    for (const [name, pod] of come) {
      const ends = new AbortController();
      const signal = AbortSignal.any([ends.signal, this.signal]);
      const app = this.gateways.has(name) ? "gateway" : appOf(pod);
      const turns = new Turns(
        app === "gateway" ? everyMs.gateway : isCaller(app) ? everyMs.caller : everyMs.other,
        signal,
      );
      this.owners.set(name, { ends, turns });
      void this.own(pod, app, turns, signal);
    }
  }

  /** The page's shares begin anew, and its reader waits for them. */
  private countAnew(): void {
    for (const name of this.gateways.keys()) this.owners.get(name)?.turns.hurry();
  }

  /** Asks one proxy for its counts, again and again; after a failure later and later. */
  private async own(pod: V1Pod, app: string, turns: Turns, signal: AbortSignal): Promise<void> {
    const name = podName(pod);
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
        await turns.next(start);
      } catch (error) {
        if (isEnded(signal)) return;
        this.say({ at: Date.now(), kind: "silent", pod: name, why: firstLine(error) });
        await backOff.wait(signal);
      }
    }
  }

  private changed(kind: KindName, { metadata, spec }: Spec, phase: string): void {
    const object = `${kind}/${metadata?.name ?? ""}`;
    const before = this.specs.get(object);
    if (phase === "DELETED") this.specs.delete(object);
    else this.specs.set(object, spec);
    // Status and labels are no matter of proxies'.
    if (phase !== "DELETED" && JSON.stringify(before) === JSON.stringify(spec)) return;
    // What was there before the look began is no change; what Pulumi deletes, it deletes after a switch is done.
    const there = before === undefined && Date.parse(String(metadata?.creationTimestamp)) <= this.began;
    if (phase !== "DELETED" && !there) {
      this.say({ at: Date.now(), kind: "changed", object });
      this.countAnew();
    }
    this.servedBy.overtaken();
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      const intent = intentOf(this.specs);
      const text = JSON.stringify(intent);
      if (text !== this.intent) this.say({ at: Date.now(), kind: "asked", intent });
      this.intent = text;
      this.servedBy.expects(expectationsOf(this.specs));
    }, togetherMs);
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
