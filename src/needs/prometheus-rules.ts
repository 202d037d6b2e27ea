/** What Prometheus works out of what it has read, under a name that says by what it adds up. */
export interface RecordingRule {
  readonly record: string;
  /** In PromQL. */
  readonly expr: string;
  /** Labels that are added. Default: none. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** How often each proxy is asked, and how often rules are worked out. An audience waits for it. */
export const interval = "2s";

/** The time that rates are of. Envoy hands on its durations every 5 s, so less would leave holes. */
const over = "15s";

/** A label under the name that the rules have for it. */
const named = (series: string, label: string, from: string, pattern = "(.+)"): string =>
  `label_replace(${series}, "${label}", "$1", "${from}", "${pattern}")`;

/**
 * Istio's own series where a proxy has it, and Envoy's where not: Envoy as its project builds it does not know what
 * Istio adds.
 */
const either = (by: string, istio: string, envoy: string): string =>
  `sum by (${by}) (${istio}) or on (instance) sum by (${by}) (${envoy})`;

/** Envoy's name of a cluster has the port, the subset and the host between bars. */
const outbound = (group: "subset" | "host"): string =>
  group === "subset" ? "outbound\\\\|[0-9]+\\\\|([^|]*)\\\\|.*" : "outbound\\\\|[0-9]+\\\\|[^|]*\\\\|([^.]+).*";

const received = either(
  "service, version, instance, code",
  named('istio_requests_total{reporter="destination"}', "code", "response_code"),
  named('envoy_cluster_upstream_rq{cluster_name=~"inbound.+"}', "code", "response_code"),
);

const called = either(
  "service, to, subset, instance, code",
  named(
    named(named('istio_requests_total{reporter="source"}', "code", "response_code"), "to", "destination_service_name"),
    "subset",
    "destination_version",
  ),
  named(
    named(
      named('envoy_cluster_upstream_rq{cluster_name=~"outbound.+"}', "code", "response_code"),
      "to",
      "cluster_name",
      outbound("host"),
    ),
    "subset",
    "cluster_name",
    outbound("subset"),
  ),
);

const durations = either(
  "service, version, instance, le",
  `rate(istio_request_duration_milliseconds_bucket{reporter="destination"}[${over}])`,
  `rate(envoy_cluster_upstream_rq_time_bucket{cluster_name=~"inbound.+"}[${over}])`,
);

const quantile = (share: number) =>
  ({
    record: "shop:latency:seconds",
    expr: `histogram_quantile(${share}, sum by (service, version, le) (shop:durations:rate)) / 1000`,
    labels: { quantile: String(share) },
  }) as const satisfies RecordingRule;

/**
 * The four golden signals, by service and version: how much is asked (`shop:requests:rate`, `shop:calls:rate`), how much of it fails
 * (`shop:errors:ratio`), how long it takes (`shop:latency:seconds`), and how full it is (`shop:in_flight:requests`,
 * `shop:overflows:rate`). Requests are counted where they arrive, by the version that answers; calls where they leave, by
 * the subset that they are sent to, with those that the caller's proxy answers in the callee's place.
 *
 * Where the proxies have no `istio_requests_total`, what never comes as far as Envoy's router is in neither: faults that are
 * injected, and what a limit or a policy refuses.
 */
export const prometheusRules = [
  { record: "shop:requests:total", expr: received },
  { record: "shop:calls:total", expr: called },
  { record: "shop:durations:rate", expr: durations },
  { record: "shop:requests:rate", expr: `sum by (service, version, code) (rate(shop:requests:total[${over}]))` },
  { record: "shop:calls:rate", expr: `sum by (service, to, subset, code) (rate(shop:calls:total[${over}]))` },
  {
    record: "shop:errors:ratio",
    expr:
      '(sum by (service, version) (shop:requests:rate{code=~"5.."}) or 0 * sum by (service, version) (shop:requests:rate)) ' +
      "/ (sum by (service, version) (shop:requests:rate) > 0)",
  },
  quantile(0.5),
  quantile(0.99),
  {
    record: "shop:in_flight:requests",
    expr: 'sum by (service, version) (envoy_cluster_upstream_rq_active{cluster_name=~"inbound.+"})',
  },
  {
    record: "shop:overflows:rate",
    expr: `sum by (service, to) (${named(
      `rate(envoy_cluster_upstream_rq_pending_overflow{cluster_name=~"outbound.+"}[${over}])`,
      "to",
      "cluster_name",
      outbound("host"),
    )})`,
  },
  // The last: where this one is of a moment, all are.
  { record: "shop:proxies:up", expr: "sum(up)" },
] as const satisfies readonly RecordingRule[];

/** The name of what a rule works out, as one asks Prometheus for it. */
export type RuleName = (typeof prometheusRules)[number]["record"];
