import type { ServiceDeclaration } from "../shop/service";

/** Of its Service, and of the files that it reads. */
export const prometheusName = "prometheus";

/** Where it keeps what it has read; the volume goes with the pod. */
const store = "/prometheus";

/**
 * How much that may be. The pod is taken off its node if it is more, so Prometheus is told to keep to three quarters of it:
 * the rest is for what is not yet in blocks, which are cut each two hours.
 *
 * 5000 series (20 proxies with 250 each), read each 2 s, are 2500 values a second; at 2 bytes a value in a block that is
 * 18 MB an hour, so the 24 hours that config allows are 432 MB. At twice the series the oldest block goes before its time.
 */
export const prometheusDisk = { limit: "1Gi", blocks: "768MB" } as const;

/**
 * Prometheus, beside the mesh and not in it, as Istio's own addon has it: what it reads of proxies does not pass through
 * them, so no stage keeps it from that, and it has no calls to hide.
 * @param keptFor how long it keeps what it has read, in seconds
 */
export function prometheusService(keptFor: number) {
  return {
    protocol: "http",
    ports: [{ name: "http", port: 9090, targetPort: 9090, appProtocol: "http" }],
    versions: { v1: "prom/prometheus:v2.53.5" },
    outsideMesh: true,
    container: {
      ports: { http: 9090 },
      args: [
        "--config.file=/etc/prometheus/prometheus.yml",
        `--storage.tsdb.path=${store}`,
        `--storage.tsdb.retention.time=${keptFor}s`,
        `--storage.tsdb.retention.size=${prometheusDisk.blocks}`,
      ],
      files: "/etc/prometheus",
      user: 65534,
      writable: { [store]: { disk: prometheusDisk.limit } },
      probe: { http: "/-/ready", port: 9090 },
      resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { cpu: "1", memory: "512Mi" } },
    },
  } as const satisfies ServiceDeclaration;
}
