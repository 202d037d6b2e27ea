import { leadsTo, parseClusters, parseOutbound } from "../../../verify/probes/clusters.ts";
import { HTTP_SERVICES } from "../../../verify/shop.ts";
import type { Counted } from "../seen/lines.ts";

type Read = Pick<Counted, "sent" | "waiting" | "aside" | "routes" | "arrived">;

/** Envoy's own statistics that are asked for: of routes with a name, of policies, and of limits. */
const wanted = "^vhost\\..*\\.route\\.|rbac\\.(allowed|denied)$";

export const CLUSTERS = "/clusters?format=json";
export const STATISTICS = `/stats?usedonly&filter=${encodeURIComponent(wanted)}`;

/** What one proxy has counted, by its answers to these two questions: pure. */
export function countsOf(clusters: string, statistics: string, namespace: string): Read {
  const sent: Record<string, number> = {};
  const waiting: Record<string, number> = {};
  const aside: string[] = [];
  for (const [cluster, endpoints] of parseClusters(clusters)) {
    const outbound = parseOutbound(cluster);
    const name = outbound && HTTP_SERVICES.find((one) => leadsTo(outbound, { name: one, namespace }));
    if (outbound === undefined || name === undefined) continue;
    const to = `${name}|${outbound.subset}`;
    for (const [address, { requests, active, setAside }] of endpoints) {
      if (requests > 0) sent[`${to}|${address}`] = requests;
      if (active > 0) waiting[to] = (waiting[to] ?? 0) + active;
      if (setAside) aside.push(`${to}|${address}`);
    }
  }
  return { sent, waiting, aside, ...statisticsOf(statistics) };
}

/** Reads `vhost.HOST.route.ROUTE.NAME: 5`. A histogram has no number of its own and is passed over. */
function statisticsOf(text: string): Pick<Read, "routes" | "arrived"> {
  const routes: Record<string, Record<string, number>> = {};
  const arrived: Record<string, number> = {};
  for (const line of text.split("\n")) {
    const [, name = "", digits] = /^(.+): (\d+)$/.exec(line) ?? [];
    if (digits === undefined) continue;
    const count = Number(digits);
    const [, route, counter] = /\.route\.([^.]+)\.([^.]+)$/.exec(name) ?? [];
    const [, verdict] = /rbac\.(allowed|denied)$/.exec(name) ?? [];
    if (verdict !== undefined) arrived[verdict] = (arrived[verdict] ?? 0) + count;
    if (route === undefined || counter === undefined || count === 0) continue;
    // One route is of several virtual hosts: a service's, and the gateway's.
    const counters = (routes[route] ??= {});
    counters[counter] = (counters[counter] ?? 0) + count;
  }
  return { routes, arrived };
}
