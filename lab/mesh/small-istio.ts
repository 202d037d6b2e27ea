import { istioTag } from "../toolchain/pins.ts";

/** Small requests: two cores carry the whole shop, and what is asked for is reserved. */
export const smallResources = { requests: { cpu: "10m", memory: "64Mi" } };

export const istioImages = { hub: "docker.io/istio", tag: istioTag, imagePullPolicy: "IfNotPresent" };

/** Upstream Envoy lacks Istio's filters, so all that would send them is off. Envoy's own statistics are untouched. */
export const forUpstreamEnvoy = {
  env: { PILOT_ENABLE_ALPN_FILTER: "false", PILOT_ENABLE_METADATA_EXCHANGE: "false" },
  meshConfig: { accessLogFile: "", defaultProviders: { metrics: [] } },
  telemetry: { enabled: false },
};
