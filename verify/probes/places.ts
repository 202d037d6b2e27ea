/** Where a figure is read off; stands in the reports. */
export const VISITOR = "visitor";
export const GATEWAY = "Envoy at the gateway";
export const FRONT_END = "Envoy at front-end";
export const CALLER = "caller in the mesh";
export const SIDECAR = "Envoy at the caller";
export const ZIPKIN = "Zipkin";
export const RECEIVER = "Envoy at the receiver";
export const PROMETHEUS = "Prometheus";
