import type { Counted, Intent, Line, PodSeen, Serving, Visit } from "../seen/lines.ts";
import { HTTP_SERVICES } from "../../../verify/shop.ts";
import { catalogueOf } from "./catalogue.ts";
import { Growth } from "./growth.ts";
import { percentile } from "./percentile.ts";
import type { OutcomeShown, Picture, VersionShown } from "./picture.ts";
import { type Counts, ofBeginnings, ofEndings, ofParts, together } from "./sums.ts";
import { Switches } from "./switches.ts";
import { tellsOf } from "./tells.ts";
import { Timeline } from "./timeline.ts";
import { recentMs, Window } from "./window.ts";

const staleMs = 3000;
/** A proxy's turn may be five seconds apart. */
const silentMs = 3000;

/** At the edge of the picture. */
const otherServices = HTTP_SERVICES.filter((name) => name !== "front-end" && name !== "catalogue");

/** What stages bring beside the shop to watch it. */
const watchers = ["prometheus", "zipkin"];

const nothingAsked: Intent = { weights: {}, matches: [], guarded: [], limited: [], tokensAt: [], tls: false };

/** Makes the picture of the lines, in their order; the same lines make the same picture. */
export class Show {
  private stage = "";
  private shows = "";
  private intent = nothingAsked;
  private pods: readonly PodSeen[] = [];
  private serving: Pick<Serving, "serving" | "of"> = { serving: 0, of: 0 };
  private apiAnswers = true;
  private heard: number | undefined;
  private readonly failing = new Map<string, number>();
  private readonly aside = new Map<string, readonly string[]>();
  private readonly waiting = new Map<string, number>();

  private readonly ever = new Growth();
  private readonly since = new Growth();
  private readonly recentlySent = new Window<ReadonlyMap<string, number>>(recentMs);
  private readonly visits = new Window<Visit>(recentMs);
  private outcomes = new Map<string, number>();
  private rate = 0;
  private lacking = "";
  private readonly timeline = new Timeline();
  private readonly switches = new Switches();

  see(line: Line): void {
    // These two are no observer's.
    if (line.kind !== "visits" && line.kind !== "lacking") this.heard = line.at;
    switch (line.kind) {
      case "recorded":
        [this.stage, this.shows] = [line.stage, line.shows];
        this.switches.recorded(line.stage, line.shows, line.at);
        return;
      case "changed":
        if (this.switches.changed(line.at)) this.beginAnew();
        return;
      case "asked":
        this.intent = line.intent;
        return;
      case "pods":
        this.pods = line.pods;
        this.leave((name) => line.pods.some((pod) => pod.name === name && pod.ready));
        return;
      case "counted":
        this.count(line);
        return;
      case "api":
        this.apiAnswers = line.answers;
        return;
      case "silent":
        if (!this.failing.has(line.pod)) this.failing.set(line.pod, line.at);
        return;
      case "serving":
        this.serving = { serving: line.serving, of: line.of };
        // Until now some proxy did as before.
        if (line.serving >= line.of && this.switches.served(line.at)) this.beginAnew();
        return;
      case "visits":
        this.rate = line.rate;
        for (const visit of line.visits) this.visit(line.at, visit);
        return;
      case "lacking":
        this.lacking = line.what;
        return;
      case "begun":
        // Another observer's answers were of other pods, maybe.
        this.serving = { serving: 0, of: 0 };
        this.failing.clear();
        return;
      case "alive":
        return;
    }
  }

  /** What a pod said of now holds no more. One that ends is asked no more, and lasts for as long as its connections need. */
  private leave(stays: (pod: string) => boolean): void {
    for (const said of [this.failing, this.aside, this.waiting]) {
      for (const name of said.keys()) if (!stays(name)) said.delete(name);
    }
  }

  private beginAnew(): void {
    this.since.restart();
    this.outcomes = new Map();
  }

  private count({ pod, app, young, sent, routes, waiting, aside, arrived, at }: Counted): void {
    this.failing.delete(pod);
    const counts = new Map<string, number>();
    for (const [to, count] of Object.entries(sent)) counts.set(`${app} sent ${to}`, count);
    for (const [route, counters] of Object.entries(routes)) {
      for (const [counter, count] of Object.entries(counters)) counts.set(`${app} route ${route} ${counter}`, count);
    }
    for (const [verdict, count] of Object.entries(arrived)) counts.set(`${app} arrived ${verdict}`, count);
    const grown = this.ever.read(pod, counts, young);
    this.recentlySent.add(at, grown);
    if (app === "gateway") {
      const to = (version: string) => ofBeginnings(grown, `gateway sent front-end|${version}|`);
      this.timeline.counted(pod, at, { v1: to("v1"), v2: to("v2") });
    }
    this.since.read(pod, counts, young);
    this.aside.set(pod, aside);
    const waits = Object.entries(waiting).filter(([to]) => to.startsWith("catalogue|"));
    this.waiting.set(
      pod,
      waits.reduce((sum, [, count]) => sum + count, 0),
    );
  }

  private visit(at: number, visit: Visit): void {
    this.visits.add(at, visit);
    if (isFailure(visit.outcome)) this.timeline.failed(at);
    this.outcomes.set(visit.outcome, (this.outcomes.get(visit.outcome) ?? 0) + 1);
  }

  picture(now: number): Picture {
    const recent = together(this.recentlySent.upTo(now));
    const copiesTo = this.intent.copies?.to;
    const versions = this.versions(recent, copiesTo);
    const visits = this.visits.upTo(now);
    const times = visits.map(({ took }) => took);
    const quiet = this.heard === undefined ? undefined : now - this.heard;
    const picture: Omit<Picture, "tells"> = {
      at: now,
      stage: this.stage,
      shows: this.shows,
      switching: this.switches.underWay,
      stale: quiet !== undefined && quiet > staleMs ? Math.round(quiet / 1000) : undefined,
      apiAnswers: this.apiAnswers,
      proxies: {
        ...this.serving,
        silent: [...this.failing].filter(([, from]) => now - from >= silentMs).map(([name]) => name),
      },
      intent: this.intent,
      requests: {
        asked: this.rate,
        counted: Object.values(versions).reduce((sum, { perSecond }) => sum + perSecond, 0),
      },
      versions,
      copies: this.copies(recent, copiesTo),
      catalogue: catalogueOf({ pods: this.pods, aside: this.aside, waiting: this.waiting, since: this.since, recent }),
      others: Object.fromEntries(
        otherServices.map((name) => [name, ofParts(recent, ` sent ${name}|`) / (recentMs / 1000)]),
      ),
      denied: ofEndings(this.since.entries(), " arrived denied"),
      watchers: watchers.filter((name) => this.pods.some(({ app }) => app === name)),
      answers: this.answers(visits),
      times: { p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
      lacking: this.lacking,
      seconds: this.timeline.upTo(now),
      switches: this.switches.shown(),
    };
    return { ...picture, tells: tellsOf(picture) };
  }

  private versions(recent: ReadonlyMap<string, number>, copiesTo: string | undefined): Picture["versions"] {
    const sent = (counts: Counts, version: string) =>
      version === copiesTo ? 0 : ofBeginnings(counts, `gateway sent front-end|${version}|`);
    const names = ["v1", "v2"];
    const all = names.reduce((sum, name) => sum + sent(this.since.entries(), name), 0);
    const allRecent = names.reduce((sum, name) => sum + sent(recent, name), 0);
    return Object.fromEntries(
      names.map((name): [string, VersionShown] => {
        const pods = this.pods.filter(({ app, version }) => app === "front-end" && version === name);
        const since = sent(this.since.entries(), name);
        const share = all === 0 ? undefined : since / all;
        return [
          name,
          {
            pods: pods.length,
            ready: pods.filter(({ ready }) => ready).length,
            since,
            share,
            band: share === undefined ? 0 : 3 * Math.sqrt((share * (1 - share)) / all),
            recent: allRecent === 0 ? undefined : sent(recent, name) / allRecent,
            perSecond: sent(recent, name) / (recentMs / 1000),
            asked: this.intent.matches.length > 0 ? undefined : (this.intent.weights[name] ?? 0),
          },
        ];
      }),
    );
  }

  private copies(recent: ReadonlyMap<string, number>, to: string | undefined): Picture["copies"] {
    if (to === undefined) return undefined;
    const prefix = `gateway sent front-end|${to}|`;
    return {
      to,
      since: ofBeginnings(this.since.entries(), prefix),
      perSecond: ofBeginnings(recent, prefix) / (recentMs / 1000),
    };
  }

  private answers(visits: readonly Visit[]): OutcomeShown[] {
    const recent = new Map<string, number>();
    for (const { outcome } of visits) recent.set(outcome, (recent.get(outcome) ?? 0) + 1);
    const names = [...new Set([...recent.keys(), ...this.outcomes.keys()])].sort();
    return names.map((outcome) => ({
      outcome,
      recent: recent.get(outcome) ?? 0,
      since: this.outcomes.get(outcome) ?? 0,
      share: visits.length === 0 ? 0 : (recent.get(outcome) ?? 0) / visits.length,
    }));
  }
}

/** Whether the visitor did not get what was asked for. */
export const isFailure = (outcome: string): boolean => !/^[123]\d\d$/.test(outcome);
