import { existsSync } from "node:fs";
import { join } from "node:path";
import { Config } from "@pulumi/pulumi";
import { badConfig } from "./bad-config";
import { type ChartName, chartNames, type ChartSource, isRegistry, isRepository } from "../istio/charts";
import { type GatewayService, type GatewayType, gatewayTypes } from "../istio/gateway-service";
import { istioNamespace } from "../istio/istio-namespace";
import { type ObjectConfig, optional, readObject } from "./object-config";
import type { Z } from "./zod";

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
  readonly tlsNodePort?: number | undefined;
  readonly values?: { readonly [Chart in ChartName]?: object | undefined } | undefined;
}

/** Kubernetes' own range for them, which a cluster may have set otherwise. */
const portOfNodes = (z: Z, example: string) =>
  z.int().min(30000).max(32767).meta({ allowed: "a whole number from 30000 to 32767", example });

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
        nodePort: portOfNodes(z, "30080").optional(),
        tlsNodePort: portOfNodes(z, "30443").optional(),
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
  const { nodePort, tlsNodePort } = given;
  refuseEqual({ nodePort, tlsNodePort });
  for (const [key, port] of Object.entries({ nodePort, tlsNodePort })) {
    if (given.gatewayType !== "ClusterIP" || port === undefined) continue;
    const next = "pulumi config set --path istio.gatewayType NodePort";
    throw badConfig(`istio.${key}`, `${port} of a ClusterIP`, "with NodePort or LoadBalancer", next);
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
  const type = given.gatewayType ?? ((nodePort ?? tlsNodePort) === undefined ? undefined : "NodePort");
  return {
    install: true,
    charts: given.charts ?? released,
    version: given.version ?? version,
    gatewayService: {
      ...(type && { type }),
      ...(nodePort !== undefined && { nodePort }),
      ...(tlsNodePort !== undefined && { tlsNodePort }),
    },
    values: given.values ?? {},
  };
}

/** Two of a Service's ports cannot be one of a node's. */
function refuseEqual({ nodePort, tlsNodePort }: Pick<Given, "nodePort" | "tlsNodePort">): void {
  if (nodePort === undefined || nodePort !== tlsNodePort) return;
  const next = `pulumi config set --path istio.tlsNodePort ${nodePort === 30443 ? 30444 : 30443}`;
  throw badConfig("istio.tlsNodePort", `${tlsNodePort}, as istio.nodePort`, "another port than that", next);
}
