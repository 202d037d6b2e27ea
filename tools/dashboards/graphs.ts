import type { RuleName } from "../../src/needs/prometheus-rules.ts";

/** A graph over time of what one rule works out. */
export interface Graph {
  readonly title: string;
  /** What the reader should know of it. */
  readonly says: string;
  readonly rule: RuleName;
  /** The label that holds the service that was chosen. */
  readonly where: "service" | "to";
  /** The labels by which its lines differ. */
  readonly legend: readonly string[];
  /** As Grafana names it. */
  readonly unit: "reqps" | "percentunit" | "s" | "short";
  /** Upper end of the axis. Default: as the values need. */
  readonly most?: number;
}

/** The four golden signals, each with its graphs. */
export const signals = {
  Traffic: [
    {
      title: "Requests that arrive",
      says: "Counted by the proxy of the pod that answers.",
      rule: "shop:requests:rate",
      where: "service",
      legend: ["service", "version", "code"],
      unit: "reqps",
    },
    {
      title: "Calls that are sent",
      says: "Counted by the caller's proxy, with those that it answers in the callee's place.",
      rule: "shop:calls:rate",
      where: "to",
      legend: ["service", "to", "subset", "code"],
      unit: "reqps",
    },
  ],
  Errors: [
    {
      title: "Share of requests that failed",
      says: "Answered 5xx. No line where nothing was asked.",
      rule: "shop:errors:ratio",
      where: "service",
      legend: ["service", "version"],
      unit: "percentunit",
      most: 1,
    },
  ],
  Latency: [
    {
      title: "How long half of the answers took, and 99 of 100",
      says: "From what the answering pod's proxy has counted in buckets.",
      rule: "shop:latency:seconds",
      where: "service",
      legend: ["service", "version", "quantile"],
      unit: "s",
    },
  ],
  Saturation: [
    {
      title: "Requests under way",
      says: "At the moment when the proxy was asked.",
      rule: "shop:in_flight:requests",
      where: "service",
      legend: ["service", "version"],
      unit: "short",
    },
    {
      title: "Calls that a circuit breaker refused",
      says: "Counted by the caller's proxy.",
      rule: "shop:overflows:rate",
      where: "to",
      legend: ["service", "to"],
      unit: "reqps",
    },
  ],
} as const satisfies Record<string, readonly Graph[]>;
