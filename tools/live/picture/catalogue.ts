import type { PodSeen } from "../seen/lines.ts";
import type { Growth } from "./growth.ts";
import type { Picture, PodShown } from "./picture.ts";
import { refusedByBreaker, triesPerCall } from "./refused.ts";
import { recentMs } from "./window.ts";

export interface CatalogueSeen {
  readonly pods: readonly PodSeen[];
  /** By the pod that says so: endpoints that it has put aside. */
  readonly aside: ReadonlyMap<string, readonly string[]>;
  /** By caller's pod: calls to catalogue that wait. */
  readonly waiting: ReadonlyMap<string, number>;
  /** What was counted since the switch, and of late. */
  readonly since: Growth;
  readonly recent: ReadonlyMap<string, number>;
}

/** What calls to catalogue have come to, as their callers' proxies have counted. */
export function catalogueOf({ since, ...seen }: CatalogueSeen): Picture["catalogue"] {
  const pods = seen.pods.filter(({ app }) => app === "catalogue");
  const toPod = (ip: string) =>
    [...since.entries()].reduce(
      (sum, [name, count]) => (/ sent catalogue\|/.test(name) && name.includes(`|${ip}:`) ? sum + count : sum),
      0,
    );
  const counts = pods.map(({ ip }) => (ip === "" ? 0 : toPod(ip)));
  const all = counts.reduce((sum, count) => sum + count, 0);
  const aside = [...seen.aside.values()].flat();
  const perCaller = new Map<string, Record<string, number>>();
  for (const [name, count] of since.entries()) {
    const [, route, counter = ""] = /^(.+ route catalogue-\S+) (\S+)$/.exec(name) ?? [];
    if (route === undefined) continue;
    const counters = perCaller.get(route) ?? {};
    counters[counter] = (counters[counter] ?? 0) + count;
    perCaller.set(route, counters);
  }
  const routes = [...perCaller.values()];
  const together: Record<string, number> = {};
  for (const counters of routes) {
    for (const [counter, count] of Object.entries(counters)) together[counter] = (together[counter] ?? 0) + count;
  }
  const refused = routes.reduce((sum, counters) => sum + refusedByBreaker(counters), 0);
  const codes = Object.entries(together).flatMap(([counter, count]) => {
    const [, code] = /^upstream_rq_(\d{3})$/.exec(counter) ?? [];
    return code === undefined ? [] : [[code, count] as const];
  });
  return {
    pods: pods.map(({ name, ready, ip }, index): PodShown => ({
      name,
      ready,
      aside: ip !== "" && aside.some((endpoint) => endpoint.includes(`|${ip}:`)),
      since: counts[index] ?? 0,
      share: all === 0 ? undefined : (counts[index] ?? 0) / all,
    })),
    perSecond:
      [...seen.recent].reduce((sum, [name, count]) => (/ sent catalogue\|/.test(name) ? sum + count : sum), 0) /
      (recentMs / 1000),
    refused,
    let: Math.max(0, (together["upstream_rq_completed"] ?? 0) - refused),
    tries: triesPerCall(together),
    waiting: [...seen.waiting.values()].reduce((sum, count) => sum + count, 0),
    codes: Object.fromEntries(codes),
    timeouts: together["upstream_rq_timeout"] ?? 0,
  };
}
