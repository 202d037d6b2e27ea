import * as pulumi from "@pulumi/pulumi";
import { badConfig } from "./bad-config";
import { type ClusterConfig, clusterKeys, readClusterConfig } from "./cluster-config";
import { compose, type Composition, stageNames } from "../stage/compose";
import { hostList, takesIn } from "./hosts";
import { type IstioConfig, readIstioConfig } from "./istio-config";
import type { ClusterAccess } from "../cluster/cluster";
import { mayMake } from "../cluster/engine-command";
import { nearest } from "./nearest";
import type { Parameter, ParameterValues } from "./parameter";
import { readParameter } from "./read-parameter";
import { readImages } from "./read-images";
import { readResources } from "./read-resources";
import type { ResourceChanges } from "../shop/resources";
import { defaultImages, type Images, mirrored } from "../shop/images";
import type { Stage } from "../stage/stage";

/** Config, checked and with defaults filled in. */
export interface Settings extends Omit<ClusterConfig, "imageRegistry"> {
  readonly stage: Composition;
  readonly images: Images;
  /** Names in `images` whose image config replaced, one by one. */
  readonly replacedImages: readonly string[];
  readonly resources: ResourceChanges;
  /** Whether this program installs Istio, and how. */
  readonly istio: IstioConfig;
  /** The cluster to ask, as the Kubernetes provider's own config names it. Undefined in a run that applies nothing. */
  readonly access: ClusterAccess | undefined;
}

/** Config keys that belong to no stage, with their defaults. `Pulumi.yaml` describes them. */
export const generalDefaults: Readonly<Record<string, unknown>> = {
  stage: "baseline",
  images: {},
  resources: {},
  istio: {},
  ...Object.fromEntries(Object.entries(clusterKeys).map(([key, { default: value }]) => [key, value])),
};

type Stages = Readonly<Record<string, Stage>>;

/** Parameters of all stages, by config key. */
export function parametersOf(stages: Stages): Readonly<Record<string, Parameter>> {
  return Object.assign({}, ...Object.values(stages).map((stage) => stage.parameters ?? {})) as Record<
    string,
    Parameter
  >;
}

/** Reads the project's config. Any mistake in it ends as a RunError before a resource is touched. */
export function readSettings(stages: Stages): Settings {
  const config = new pulumi.Config();
  const parameters = parametersOf(stages);
  refuseUnknownKeys(config.name, parameters);
  const values = readParameters(config, parameters);
  const { imageRegistry, ...cluster } = readClusterConfig(config);
  const ownImages = readImages(config);
  const istio = readIstioConfig(config);
  if (istio.install && cluster.gatewaySelector.includes("=")) {
    const allowed = "the value of the istio label alone, which istio.install gives the gateway's pods";
    throw badConfig(
      "gatewaySelector",
      JSON.stringify(cluster.gatewaySelector),
      allowed,
      "pulumi config rm gatewaySelector",
    );
  }
  const stage = compose(stageNames(config.get("stage") ?? "baseline", stages), stages, values);
  if (stage.entrance.tls) refuseOtherHost(stage.entrance.tls.host, cluster.hosts);
  return {
    ...cluster,
    stage,
    images: { ...mirrored(defaultImages, imageRegistry), ...ownImages },
    replacedImages: Object.keys(ownImages),
    resources: readResources(config),
    istio,
    access: readAccess(new pulumi.Config("kubernetes")),
  };
}

/** A certificate for a host that the shop does not answer to would be of no use. */
function refuseOtherHost(host: string, hosts: string): void {
  const all = hostList(hosts);
  if (all.some((one) => takesIn(one, host))) return;
  const next = (all[0] ?? "").replace(/^\*/, "shop");
  throw badConfig(
    "tlsHost",
    JSON.stringify(host),
    `a host that hosts takes in: ${hosts}`,
    `pulumi config set tlsHost ${next}`,
  );
}

/**
 * In a preview, and where the provider writes manifests instead, nothing is applied and there may be no cluster. A run for
 * `destroy` or `refresh` makes nothing, and must come to its end whatever the cluster is like.
 */
function readAccess(provider: pulumi.Config): ClusterAccess | undefined {
  if (pulumi.runtime.isDryRun() || !mayMake() || provider.get("renderYamlToDirectory") !== undefined) return undefined;
  const given = (["kubeconfig", "context", "cluster"] as const).map((key) => [key, provider.get(key)] as const);
  // To the provider an empty value is none.
  return Object.fromEntries(given.filter(([, value]) => value));
}

function refuseUnknownKeys(project: string, parameters: Readonly<Record<string, Parameter>>): void {
  const known = [...Object.keys(generalDefaults), ...Object.keys(parameters)];
  for (const fullKey of Object.keys(pulumi.runtime.allConfig())) {
    const [namespace, key = ""] = fullKey.split(/:(.*)/s);
    if (namespace === project && !known.includes(key)) {
      throw new pulumi.RunError(
        `Config ${key} is not known. Did you mean ${nearest(key, known)}? Allowed: ${known.join(", ")}. ` +
          `Type: pulumi config rm ${key}`,
      );
    }
  }
}

/** All of them, used by the selected stage or not: a wrong value should not wait for its stage to come up. */
function readParameters(config: pulumi.Config, parameters: Readonly<Record<string, Parameter>>): ParameterValues {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, parameter]) => [
      key,
      readParameter(key, parameter, config.get(key) ?? String(parameter.default)),
    ]),
  );
}
