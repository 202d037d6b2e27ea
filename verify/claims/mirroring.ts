import type { Claim } from "../claim";
import type { Finding } from "../finding";
import { atLeast, atMost, below, exactly, leftToChance, share } from "../finding";
import type { Ground, Pod } from "../ground";
import { oneOf, whole } from "../expectation";
import { countArrivals } from "../probes/arrivals";
import type { Pages } from "../probes/pages";
import { soundCounters, soundPages, visit } from "../probes/pages";
import { GATEWAY, RECEIVER, VISITOR } from "../probes/places";
import type { ShopTraffic } from "../probes/shop-traffic";
import { longest, withStatus } from "../probes/shop-traffic";
import type { ShopService } from "../probes/clusters";
import { leadsTo, parseOutbound } from "../probes/clusters";
import { countUpstream, endpointsOf, readClusters, toSubset } from "../probes/upstream-requests";

export interface MirroringNumbers {
  mirrorPercent: number;
  mirrorMethods: "safe" | "all";
}

/** Requests with copies for one of v2's pods: counted on their way out at the gateway, and on their way in at the pod. */
export interface CopiesForPod {
  readonly pages: Pages;
  readonly sent: number;
  readonly arrived: number;
}

export interface MirroringReadings {
  readonly plain: Pages;
  /** While one of v2's pods answers late, and with an error. */
  readonly slow: CopiesForPod;
  /** Requests that change something, or would: by what they are. That pod is still there. */
  readonly changing: ReadonlyMap<string, CopiesForPod>;
}

/** How much later the slow pod of v2 answers, in seconds; no page takes as long by itself. */
const SLOW = 5;

/** Copies to make then: few, since each may be under way for as long as the slow pod takes. */
const SLOW_COPIES = 100;

/** Of the kind that changes something, yet harmless: to a path that there is not, and without a name and a password. */
const CHANGING: Readonly<Record<string, Pick<ShopTraffic, "path" | "method">>> = {
  POSTs: { path: "/verify", method: "POST" },
  logins: { path: "/login" },
};

export const mirroring: Claim<MirroringNumbers, MirroringReadings> = {
  stage: "mirroring",
  shows: "users are on v1, a copy of every request that changes nothing goes to v2",
  measured: "pages, POSTs, logins and their copies by subset, at the gateway; at a pod of v2 that is slow and fails",
  expects: {
    mirrorPercent: whole(100, 1, 100, "share of requests that are copied, in percent"),
    mirrorMethods: oneOf("safe", ["safe", "all"], "which requests are copied: those that change nothing, or all"),
  },
  requests: { usual: 2000, least: 2000 },
  control: () => ({ stage: "baseline", because: "nothing is copied" }),

  // Copies of pages, twice, and of each kind of request that changes something.
  leftToChance: ({ mirrorPercent }) => (2 + Object.keys(CHANGING).length) * leftToChance(mirrorPercent),

  async measure(ground, { mirrorPercent }, requests) {
    const plain = await askWithCopies(ground, { path: "/", requests });
    const slowPod = await bringSlowPod(ground);
    const ask = (traffic: Pick<ShopTraffic, "path" | "method">) => {
      const few = Math.ceil((SLOW_COPIES * 100) / mirrorPercent);
      return askWithCopiesFor(ground, slowPod, { ...traffic, requests: few, concurrency: 4 });
    };
    const slow = await ask({ path: "/" });
    const changing = new Map<string, CopiesForPod>();
    for (const [what, traffic] of Object.entries(CHANGING)) changing.set(what, await ask(traffic));
    return { plain, slow, changing };
  },

  judge({ plain, slow, changing }, { mirrorPercent, mirrorMethods }) {
    const p = mirrorPercent / 100;
    const v1 = toSubset(plain.served, "v1");
    return [
      ...soundPages(plain),
      atLeast(plain.answers.sent, { what: "pages from v1", where: GATEWAY, seen: v1, of: plain.answers.sent }),
      share(p, toSubset(plain.served, "v2"), { what: "copies to v2", where: GATEWAY, of: v1 }),
      ...judgeSlow(slow, p),
      ...[...changing].flatMap(([what, copies]) => judgeChanging(what, copies, mirrorMethods === "all" ? p : 0)),
    ];
  },
};

function judgeSlow({ pages, sent, arrived }: CopiesForPod, p: number): Finding[] {
  const { answers, served } = pages;
  const of = answers.sent;
  const v1 = toSubset(served, "v1");
  return [
    ...soundCounters(served.lost, GATEWAY),
    exactly(of, {
      what: "good pages while v2 fails",
      where: VISITOR,
      unit: "answers",
      seen: withStatus(answers, 200),
      of,
    }),
    below(SLOW, {
      what: `longest page while v2 takes ${SLOW} s`,
      where: VISITOR,
      unit: "seconds",
      seen: longest(answers),
      of,
    }),
    share(p, toSubset(served, "v2"), { what: "copies to v2 while it is slow and fails", where: GATEWAY, of: v1 }),
    atLeast(1, { what: "copies for the slow pod", where: GATEWAY, seen: sent, of: v1 }),
    exactly(sent, { what: "of them arrived", where: RECEIVER, seen: arrived, of: sent }),
  ];
}

/** @param p share of these requests that is copied */
function judgeChanging(what: string, { pages, sent, arrived }: CopiesForPod, p: number): Finding[] {
  const { answers, served } = pages;
  const [v1, v2] = [toSubset(served, "v1"), toSubset(served, "v2")];
  const of = answers.sent;
  const answered = { what: `${what} answered`, where: VISITOR, unit: "answers", about: "measurement" } as const;
  const copies = { what: `copies of ${what} to v2`, where: GATEWAY };
  return [
    exactly(of, { ...answered, seen: answers.answers.length, of }),
    ...soundCounters(served.lost, GATEWAY),
    atLeast(of, { what: `${what} at v1`, where: GATEWAY, seen: v1, of }),
    // No more copies than there were requests of others meanwhile, which may be of the kind that is copied.
    p === 0 ? atMost(Math.max(0, v1 - of), { ...copies, seen: v2, of }) : share(p, v2, { ...copies, of: v1 }),
    exactly(sent, { what: `copies of ${what} that arrived`, where: RECEIVER, seen: arrived, of: sent }),
  ];
}

/** Sends requests, and counts them once their copies are done too: nobody waits for a copy's answer but verify. */
async function askWithCopies(ground: Ground, traffic: ShopTraffic): Promise<Pages> {
  const gateways = await ground.gateways();
  const { result, requests: served } = await countUpstream(ground, gateways, "front-end", async () => {
    const answers = await visit(ground, traffic);
    await ground.until("the copies to be answered", async () => (await copiesUnderWay(ground, gateways)) === 0);
    return answers;
  });
  return { answers: result, served };
}

async function askWithCopiesFor(ground: Ground, pod: Pod, traffic: ShopTraffic): Promise<CopiesForPod> {
  const { result: pages, arrivals } = await countArrivals(ground, pod, () => askWithCopies(ground, traffic));
  const counts = pages.served.subsets.get("v2") ?? new Map<string, number>();
  const sent = [...counts].find(([endpoint]) => endpoint.startsWith(`${pod.ip}:`))?.[1] ?? 0;
  return { pages, sent, arrived: arrivals };
}

function frontEnd({ namespace }: Ground): ShopService {
  return { name: "front-end", namespace };
}

async function copiesUnderWay(ground: Ground, gateways: readonly Pod[]): Promise<number> {
  let active = 0;
  for (const reading of (await readClusters(ground, gateways)).values()) {
    for (const [cluster, endpoints] of reading) {
      const outbound = parseOutbound(cluster);
      if (outbound?.subset !== "v2" || !leadsTo(outbound, frontEnd(ground))) continue;
      for (const endpoint of endpoints.values()) active += endpoint.active;
    }
  }
  return active;
}

/** Adds a pod to v2 that answers late and with an error. Only copies go to v2, so no visitor can meet it. */
async function bringSlowPod(ground: Ground): Promise<Pod> {
  ground.say("starting a pod of v2 that is slow and fails");
  const { selector, targetPort } = await ground.service("front-end");
  const labels = { ...selector, version: "v2" };
  const answers = `status=503&delay=${SLOW}s`;
  const [slow] = (await ground.bring([{ role: "slow-v2", labels, port: targetPort, answers }])) as [Pod];
  const gateways = await ground.gateways();
  await ground.until(`the gateway to see ${slow.name} in v2`, async () => {
    const seen = async (gateway: Pod) => {
      const endpoints = endpointsOf(await readClusters(ground, [gateway]), frontEnd(ground), "v2");
      return endpoints.some((endpoint) => endpoint.startsWith(`${slow.ip}:`));
    };
    return (await Promise.all(gateways.map(seen))).every(Boolean);
  });
  return slow;
}
