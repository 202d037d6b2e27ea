const graphs = ["shop:requests:rate", "shop:errors:ratio", "shop:latency:seconds", "shop:in_flight:requests"]
  .map((rule, index) => `g${index}.expr=${encodeURIComponent(rule)}&g${index}.tab=0&g${index}.range_input=5m`)
  .join("&");

/** What stages bring beside the shop that has pages of its own, by the name of its Service. */
export const tools = {
  // Debian's has the classic pages. The four golden signals, as the stack's own link has them.
  prometheus: { port: 9090, page: `/classic/graph?${graphs}`, broughtBy: "metrics" },
  zipkin: { port: 9411, page: "/zipkin/", broughtBy: "tracing" },
} as const satisfies Record<string, Tool>;

interface Tool {
  /** Of its Service; on the machine the same, unless another is asked for. */
  port: number;
  /** Path of the page that one wants to see. */
  page: string;
  /** The stage that brings it. */
  broughtBy: string;
}

export type ToolName = keyof typeof tools;
export const toolNames = Object.keys(tools) as ToolName[];

export const isTool = (name: string): name is ToolName => name in tools;
