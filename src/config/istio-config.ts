import { existsSync } from "node:fs";
import { join } from "node:path";
import { Config, RunError } from "@pulumi/pulumi";
import { badConfig } from "./bad-config";
import { type ChartName, chartNames, type ChartSource, isRegistry, isRepository } from "../istio/charts";
import { type GatewayService, type GatewayType, gatewayTypes } from "../istio/gateway-service";
import { istioNamespace } from "../istio/istio-namespace";
import { nearest } from "./nearest";

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

/** How a value below the key `istio` is checked; `true` if it is good. */
interface SubKey {
  readonly allowed: string;
  readonly example: string;
  good(value: unknown): boolean;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const hasCharts = (folder: string): boolean =>
  chartNames.every((chart) => existsSync(join(folder, chart, "Chart.yaml")));

/** What stands below the config key `istio`. `Pulumi.yaml` describes it in one sentence. */
const subKeys = {
  install: {
    allowed: "true or false",
    example: "true",
    good: (value) => typeof value === "boolean",
  },
  version: {
    allowed: "the version of a release of Istio",
    example: version,
    good: (value) => typeof value === "string" && /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(value),
  },
  charts: {
    allowed: `an http, https or oci URL of a Helm repository, or a folder with Istio's charts ${chartNames.join(", ")}`,
    example: released,
    good: (value) =>
      typeof value === "string" &&
      (isRepository(value) || isRegistry(value) ? URL.canParse(value) : value !== "" && hasCharts(value)),
  },
  gatewayType: {
    allowed: gatewayTypes.join(", "),
    example: "NodePort",
    good: (value) => gatewayTypes.includes(value as GatewayType),
  },
  nodePort: {
    allowed: "a whole number from 30000 to 32767",
    example: "30080",
    good: (value) => Number.isInteger(value) && (value as number) >= 30000 && (value as number) <= 32767,
  },
  values: {
    allowed: `an object with an object of Helm values for ${chartNames.join(", ")}`,
    example: "",
    good: (value) =>
      isObject(value) &&
      Object.entries(value).every(([chart, values]) => chartNames.includes(chart as ChartName) && isObject(values)),
  },
} satisfies Record<string, SubKey>;

interface Given {
  install?: boolean;
  version?: string;
  charts?: string;
  gatewayType?: GatewayType;
  nodePort?: number;
  values?: IstioInstallation["values"];
}

/** Reads the config key `istio`. A RunError where it cannot be used, also while nothing is to be installed. */
export function readIstioConfig(config: Config): IstioConfig {
  const given = checked(config.get("istio") ?? "{}");
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

function checked(text: string): Given {
  const value = parsed(text);
  if (!isObject(value)) {
    throw badConfig("istio", text, "an object", "pulumi config rm istio");
  }
  for (const [name, found] of Object.entries(value)) {
    const subKey = (subKeys as Record<string, SubKey>)[name];
    if (subKey === undefined) throw unknown(name);
    if (!subKey.good(found)) throw refused(name, found, subKey);
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unknown(name: string): RunError {
  const known = Object.keys(subKeys);
  return new RunError(
    `Config istio.${name} is not known. Did you mean istio.${nearest(name, known)}? Allowed: ${known.join(", ")}. ` +
      `Type: pulumi config rm --path istio.${name}`,
  );
}

function refused(name: string, found: unknown, { allowed, example }: SubKey): RunError {
  const next = example ? `config set --path istio.${name} ${example}` : `config rm --path istio.${name}`;
  return badConfig(`istio.${name}`, JSON.stringify(found), allowed, `pulumi ${next}`);
}
