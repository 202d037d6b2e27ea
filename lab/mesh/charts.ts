import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { ports } from "../addresses.ts";
import { inState } from "../paths.ts";
import { istioChartsDir } from "../toolchain/cache.ts";
import { forUpstreamEnvoy, istioImages, smallResources } from "./small-istio.ts";

/** Where a lab that was started without Istio keeps the charts to install it from. No other lab has the folder. */
export const labChartsDir = inState("istio-charts");

/** Whether the lab was started without Istio. */
export const startedWithoutIstio = (): boolean => existsSync(labChartsDir);

const { hub, tag, imagePullPolicy } = istioImages;

/** Chart → the defaults that differ from those of Istio's source tree, whose images are nowhere. */
const defaults = {
  istiod: {
    ...forUpstreamEnvoy,
    global: { hub, tag, imagePullPolicy, proxy: { resources: smallResources } },
    resources: smallResources,
    autoscaleEnabled: false,
  },
  gateway: {
    imagePullPolicy,
    resources: smallResources,
    autoscaling: { enabled: false },
    service: {
      type: "NodePort",
      ports: [
        { name: "http2", port: 80, targetPort: 80, nodePort: ports.gateway },
        { name: "https", port: 443, targetPort: 443, nodePort: ports.gatewayTls },
      ],
    },
  },
};

/**
 * Writes Istio's own charts with the lab's defaults, as Istio's release writes its images' names into them: whoever
 * installs them need not say again what the lab's machine and images ask for. Templates are untouched.
 */
export async function writeCharts(): Promise<void> {
  await cp(istioChartsDir, labChartsDir, { recursive: true });
  for (const [chart, own] of Object.entries(defaults)) {
    const file = join(labChartsDir, chart, "values.yaml");
    const values: unknown = parse(await readFile(file, "utf8"));
    await writeFile(file, stringify(overlaid(values, { _internal_defaults_do_not_set: own })));
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** As Helm merges values: objects key by key, all else is replaced. */
function overlaid(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over;
  const merged = Object.entries(over).map(([key, value]) => [key, overlaid(base[key], value)] as const);
  return { ...base, ...Object.fromEntries(merged) };
}
