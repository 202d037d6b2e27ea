import { existsSync } from "node:fs";
import { join } from "node:path";
import { Config } from "@pulumi/pulumi";
import { badConfig } from "./bad-config";
import { type ChartName, chartNames, type ChartSource, isRegistry, isRepository } from "../istio/charts";
import { type GatewayService, type GatewayType, gatewayTypes } from "../istio/gateway-service";
import { istioNamespace } from "../istio/istio-namespace";
import { type ObjectConfig, optional, readObject } from "./object-config";

/** Whether this program installs Istio, and how. */
export type IstioConfig = { readonly install: false } | ({ readonly install: true } & IstioInstallation);

export interface IstioInstallation extends ChartSource {
  readonly gatewayService: GatewayService;
  /** Chart → values that go before all others. */
  readonly values: Readonly<Partial<Record<ChartName, object>>>;
}

/** Istio's own repository of released charts. */
const released = "https://istio-release.storage.googleapis.com/charts";
/** Istio supports it on Kubernetes 1.32 to 1.36. Chart and images bear the same version. */
const version = "1.30.4";

const hasCharts = (folder: string): boolean =>
  chartNames.every((chart) => existsSync(join(folder, chart, "Chart.yaml")));

const holdsCharts = (place: string): boolean =>
  isRepository(place) || isRegistry(place) ? URL.canParse(place) : place !== "" && hasCharts(place);

interface Given {
  readonly install?: boolean | undefined;
  readonly version?: string | undefined;
  readonly charts?: string | undefined;
  readonly gatewayType?: GatewayType | undefined;
  readonly nodePort?: number | undefined;
  readonly values?: { readonly [Chart in ChartName]?: object | undefined } | undefined;
}

/** What stands below the config key `istio`. `Pulumi.yaml` describes it in one sentence. */
const istioObject: ObjectConfig<Given> = {
  key: "istio",
  schema: (z) =>
    z
      .strictObject({
        install: z.boolean().meta({ allowed: "true or false", example: "true" }).optional(),
        version: z
          .string()
          .regex(/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/)
          .meta({ allowed: "the version of a release of Istio", example: version })
          .optional(),
        charts: z
          .string()
          .refine(holdsCharts)
          .meta({
            allowed: `an http, https or oci URL of a Helm repository, or a folder with Istio's charts ${chartNames.join(", ")}`,
            example: released,
          })
          .optional(),
        gatewayType: z
          .enum(gatewayTypes)
          .meta({ allowed: gatewayTypes.join(", "), example: "NodePort" })
          .optional(),
        nodePort: z
          .int()
          .min(30000)
          .max(32767)
          .meta({ allowed: "a whole number from 30000 to 32767", example: "30080" })
          .optional(),
        values: z
          .strictObject(
            optional(chartNames, () => z.record(z.string(), z.unknown()).meta({ allowed: "an object of Helm values" })),
          )
          .meta({ allowed: `an object with an object of Helm values for ${chartNames.join(", ")}` })
          .optional(),
      })
      .meta({ allowed: "an object", example: "install true" }),
};

/** Reads the config key `istio`. A RunError where it cannot be used, also while nothing is to be installed. */
export function readIstioConfig(config: Config): IstioConfig {
  const given = readObject(config, istioObject) ?? {};
  if (given.gatewayType === "ClusterIP" && given.nodePort !== undefined) {
    const next = "pulumi config set --path istio.gatewayType NodePort";
    throw badConfig("istio.nodePort", `${given.nodePort} of a ClusterIP`, "with NodePort or LoadBalancer", next);
  }
  if (!given.install) return { install: false };
  if (new Config("kubernetes").get("renderYamlToDirectory") !== undefined) {
    const got = "true where manifests are written instead";
    const allowed = "false there, because a Helm release needs a cluster";
    throw badConfig("istio.install", got, allowed, "pulumi config set --path istio.install false");
  }
  const elsewhere = config.get("gatewayNamespace") ?? "";
  if (!["", istioNamespace].includes(elsewhere)) {
    const allowed = `${istioNamespace}, where istio.install puts the gateway`;
    throw badConfig("gatewayNamespace", JSON.stringify(elsewhere), allowed, "pulumi config rm gatewayNamespace");
  }
  const type = given.gatewayType ?? (given.nodePort === undefined ? undefined : "NodePort");
  return {
    install: true,
    charts: given.charts ?? released,
    version: given.version ?? version,
    gatewayService: { ...(type && { type }), ...(given.nodePort !== undefined && { nodePort: given.nodePort }) },
    values: given.values ?? {},
  };
}
