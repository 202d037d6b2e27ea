import type { Claim } from "../claim";
import { atLeast, below, exactly, share } from "../finding";
import type { Ground, Pod } from "../ground";
import { whole } from "../parameter";
import { countArrivals } from "../probes/arrivals";
import type { Pages } from "../probes/pages";
import { soundCounters, soundPages, visit } from "../probes/pages";
import { GATEWAY, RECEIVER, VISITOR } from "../probes/places";
import { longest, withStatus } from "../probes/shop-traffic";
import type { ShopService } from "../probes/clusters";
import { leadsTo, parseOutbound } from "../probes/clusters";
import { countUpstream, endpointsOf, readClusters, toSubset } from "../probes/upstream-requests";

export interface MirroringNumbers {
  mirrorPercent: number;
}

export interface MirroringReadings {
  readonly plain: Pages;
  /** While one of v2's pods answers late, and with an error. */
  readonly slow: Pages;
  /** Copies for that pod: counted on their way out at the gateway, and on their way in at the pod. */
  readonly slowPod: { readonly sent: number; readonly arrived: number };
}

/** How much later the slow pod of v2 answers, in seconds; no page takes as long by itself. */
const SLOW = 5;

/** Copies to make then: few, since each may be under way for as long as the slow pod takes. */
const SLOW_COPIES = 100;

export const mirroring: Claim<MirroringNumbers, MirroringReadings> = {
  stage: "mirroring",
  shows: "users are on v1, a copy of every request goes to v2",
  measured: "pages and copies by subset, at the gateway; again while one pod of v2 is slow and fails, there too",
  expects: { mirrorPercent: whole(100, 1, 100, "share of requests that are copied, in percent") },
  requests: { usual: 1000, least: 1000 },
  control: () => ({ stage: "baseline", because: "nothing is copied" }),

  async measure(ground, { mirrorPercent }, requests) {
    const plain = await askWithCopies(ground, requests);
    const slow = await bringSlowPod(ground);
    const { result, arrivals } = await countArrivals(ground, slow, () => {
      return askWithCopies(ground, Math.ceil((SLOW_COPIES * 100) / mirrorPercent), 4);
    });
    const counts = result.served.subsets.get("v2") ?? new Map<string, number>();
    const sent = [...counts].find(([endpoint]) => endpoint.startsWith(`${slow.ip}:`))?.[1] ?? 0;
    return { plain, slow: result, slowPod: { sent, arrived: arrivals } };
  },

  judge({ plain, slow, slowPod }, { mirrorPercent }) {
    const v1 = toSubset(plain.served, "v1");
    const { sent } = slow.answers;
    const fine = withStatus(slow.answers, 200);
    const slowV1 = toSubset(slow.served, "v1");
    return [
      ...soundPages(plain),
      atLeast(plain.answers.sent, { what: "pages from v1", where: GATEWAY, seen: v1, of: plain.answers.sent }),
      share(mirrorPercent / 100, toSubset(plain.served, "v2"), { what: "copies to v2", where: GATEWAY, of: v1 }),
      ...soundCounters(slow.served.lost, GATEWAY),
      exactly(sent, { what: "good pages while v2 fails", where: VISITOR, unit: "answers", seen: fine, of: sent }),
      below(SLOW, {
        what: `longest page while v2 takes ${SLOW} s`,
        where: VISITOR,
        unit: "seconds",
        seen: longest(slow.answers),
        of: sent,
      }),
      share(mirrorPercent / 100, toSubset(slow.served, "v2"), {
        what: "copies to v2 while it is slow and fails",
        where: GATEWAY,
        of: slowV1,
      }),
      atLeast(1, { what: "copies for the slow pod", where: GATEWAY, seen: slowPod.sent, of: slowV1 }),
      exactly(slowPod.sent, { what: "of them arrived", where: RECEIVER, seen: slowPod.arrived, of: slowPod.sent }),
    ];
  },
};

/** Asks for pages, and counts them once their copies are done too: nobody waits for a copy's answer but verify. */
async function askWithCopies(ground: Ground, requests: number, concurrency?: number): Promise<Pages> {
  const gateways = await ground.gateways();
  const traffic = { path: "/", requests, ...(concurrency !== undefined && { concurrency }) };
  const { result, requests: served } = await countUpstream(ground, gateways, "front-end", async () => {
    const answers = await visit(ground, traffic);
    await ground.until("the copies to be answered", async () => (await copiesUnderWay(ground, gateways)) === 0);
    return answers;
  });
  return { answers: result, served };
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
