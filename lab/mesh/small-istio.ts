import { istioTag } from "../toolchain/pins.ts";

/** Small requests: two cores carry the whole shop, and what is asked for is reserved. */
export const smallResources = { requests: { cpu: "10m", memory: "64Mi" } };

export const istioImages = { hub: "docker.io/istio", tag: istioTag, imagePullPolicy: "IfNotPresent" };

/** What the lab's own Istio knows of the shop, where it has its usual namespace: the place to report traces to. */
export const extensionProviders = [
  { name: "sock-shop-zipkin", zipkin: { service: "zipkin.sock-shop.svc.cluster.local", port: 9411 } },
];

/** Upstream Envoy lacks Istio's filters, so all that would send them is off. Envoy's own statistics are untouched. */
export const forUpstreamEnvoy = {
  env: { PILOT_ENABLE_ALPN_FILTER: "false", PILOT_ENABLE_METADATA_EXCHANGE: "false" },
  meshConfig: { accessLogFile: "", defaultProviders: { metrics: [] } },
  telemetry: { enabled: false },
};
