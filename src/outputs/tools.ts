import type { RuleName } from "../needs/prometheus-rules";
import { prometheusName, prometheusService } from "../needs/prometheus-service";
import { zipkinName, zipkinService } from "../needs/zipkin-service";
import type { Need } from "../stage/stage";

/** How to see the pages of something that runs beside the shop. */
export interface Tool {
  /** The command that makes them answer on this machine, until Ctrl-C. */
  readonly command: string;
  /** The page that one wants to see then. */
  readonly page: string;
}

interface Pages {
  /** Of its Service. */
  readonly port: number;
  /** Path and query of that page. */
  readonly path: string;
}

/** The four golden signals, as rules have them: how much is asked, how much fails, how long it takes, how full it is. */
const signals: readonly RuleName[] = [
  "shop:requests:rate",
  "shop:errors:ratio",
  "shop:latency:seconds",
  "shop:in_flight:requests",
];

/** Prometheus' own page of graphs, one for each expression, over the last minutes. */
const graphs = signals
  .flatMap((expression, index) => [
    `g${index}.expr=${encodeURIComponent(expression)}`,
    ...[`g${index}.tab=0`, `g${index}.range_input=5m`],
  ])
  .join("&");

/** What has pages, by what a stage needs it as, which is the name of its Service. */
const pages: Readonly<Partial<Record<Need, Pages>>> = {
  [prometheusName]: { port: prometheusService(0).ports[0].port, path: `/graph?${graphs}` },
  [zipkinName]: { port: zipkinService.ports[0].port, path: "/zipkin/" },
};

/** What runs beside the shop and has pages, by name. */
export function tools(needs: readonly Need[], namespace: string): Readonly<Record<string, Tool>> {
  return Object.fromEntries(
    needs.flatMap((need) => {
      const shown = pages[need];
      if (shown === undefined) return [];
      const command = `kubectl -n ${namespace} port-forward service/${need} ${shown.port}`;
      return [[need, { command, page: `http://localhost:${shown.port}${shown.path}` }]];
    }),
  );
}
