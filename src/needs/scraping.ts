import { inMesh } from "../shop/containers";
import { interval, prometheusRules } from "./prometheus-rules";
import { addressesName, addressesPattern } from "./proxy-addresses";

/** Under which name the proxies are listed in its pages, and in `up`. */
export const proxiesJob = "proxies";

interface Relabelling {
  readonly source_labels: readonly string[];
  readonly action?: "keep";
  readonly regex: string;
  readonly replacement?: string;
  readonly target_label?: string;
}

/** What is kept of all that proxies count: what the rules are made from. */
const kept = [
  "istio_requests_total",
  "istio_request_duration_milliseconds_bucket",
  "envoy_cluster_upstream_rq",
  "envoy_cluster_upstream_rq_(active|pending_overflow|time_bucket)",
] as const;

/** Where each proxy shows what it has counted, past the mesh. */
const port = 15090;

/**
 * Whose proxy it is, by the name that its address was found under. The gateway's are elsewhere, where this stack may have
 * no rights to give its pods a name.
 */
const labels: readonly Relabelling[] = ["service", "version"].map((label, index) => ({
  source_labels: ["__meta_dns_name"],
  regex: addressesPattern,
  replacement: `$${index + 1}`,
  target_label: label,
}));

/** Prometheus' own files, by name. */
export function prometheusFiles(): Record<string, string> {
  const config = {
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    rule_files: ["rules.yml"],
    scrape_configs: [
      {
        job_name: proxiesJob,
        metrics_path: "/stats/prometheus",
        dns_sd_configs: [{ names: inMesh.map(addressesName), type: "A", port, refresh_interval: interval }],
        relabel_configs: labels,
        metric_relabel_configs: [
          { source_labels: ["__name__"], action: "keep", regex: kept.join("|") } satisfies Relabelling,
        ],
      },
    ],
  };
  // JSON is YAML too.
  const file = (content: object) => JSON.stringify(content, undefined, 2);
  return { "prometheus.yml": file(config), "rules.yml": file({ groups: [{ name: "shop", rules: prometheusRules }] }) };
}
