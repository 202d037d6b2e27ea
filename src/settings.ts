import * as pulumi from "@pulumi/pulumi";
import { stages } from "../stages";
import { badConfig } from "./bad-config";
import { compose, type Composition, stageNames } from "./compose";
import type { ClusterAccess } from "./mesh/cluster";
import { nearest } from "./nearest";
import type { Parameter, ParameterValues } from "./parameter";
import { readParameter } from "./read-parameter";
import { type PodSecurityLevel, podSecurityLevels } from "./shop/pod-security";
import { defaultImages, type Images, isFloating } from "./shop/images";
import type { Stage } from "./stage";

/** Config, checked and with defaults filled in. */
export interface Settings {
  readonly stage: Composition;
  readonly images: Images;
  /** Address at which the shop answers its users; the program only passes it on. */
  readonly url: string;
  /** Value of the `istio` label on the ingress gateway's pods. */
  readonly gatewaySelector: string;
  /** Why the shop's Gateway may answer to every host name. Empty where the stack does not say so. */
  readonly openGateway: string;
  /** What the namespace refuses: `baseline` where Istio CNI is there, else `privileged`, which refuses nothing. */
  readonly podSecurity: PodSecurityLevel;
  /** The cluster to ask, as the Kubernetes provider's own config names it. Undefined in a run that applies nothing. */
  readonly access: ClusterAccess | undefined;
}

/** Config keys that belong to no stage, with their defaults. `Pulumi.yaml` describes them. */
export const generalDefaults = {
  stage: "baseline",
  images: {},
  url: "http://localhost:8080",
  gatewaySelector: "ingressgateway",
  openGateway: "",
  podSecurity: "privileged",
} as const;

/** Parameters of all stages, by config key. */
export const parameters: Readonly<Record<string, Parameter>> = Object.assign(
  {},
  ...Object.values<Stage>(stages).map((stage) => stage.parameters ?? {}),
);

/** Reads the project's config. Any mistake in it ends as a RunError before a resource is touched. */
export function readSettings(): Settings {
  const config = new pulumi.Config();
  refuseUnknownKeys(config.name);
  const values = readParameters(config);
  return {
    stage: compose(stageNames(config.get("stage") ?? generalDefaults.stage, stages), stages, values),
    images: { ...defaultImages, ...readImages(config) },
    url: readUrl(config.get("url") ?? generalDefaults.url),
    gatewaySelector: readGatewaySelector(config.get("gatewaySelector") ?? generalDefaults.gatewaySelector),
    openGateway: (config.get("openGateway") ?? generalDefaults.openGateway).trim(),
    podSecurity: readPodSecurity(config.get("podSecurity") ?? generalDefaults.podSecurity),
    access: readAccess(new pulumi.Config("kubernetes")),
  };
}

/** In a preview, and where the provider writes manifests instead, nothing is applied and there may be no cluster. */
function readAccess(provider: pulumi.Config): ClusterAccess | undefined {
  if (pulumi.runtime.isDryRun() || provider.get("renderYamlToDirectory") !== undefined) return undefined;
  const [kubeconfig, context] = [provider.get("kubeconfig"), provider.get("context")];
  return { ...(kubeconfig !== undefined && { kubeconfig }), ...(context !== undefined && { context }) };
}

function refuseUnknownKeys(project: string): void {
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
function readParameters(config: pulumi.Config): ParameterValues {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, parameter]) => [
      key,
      readParameter(key, parameter, config.get(key) ?? String(parameter.default)),
    ]),
  );
}

function readImages(config: pulumi.Config): Images {
  const text = config.get("images");
  if (text === undefined) {
    return generalDefaults.images;
  }
  const next = "pulumi config set --path images.front-end-v2 REGISTRY/IMAGE:TAG";
  const images = parseObject(text);
  if (images === undefined) {
    throw badConfig("images", text, "an object with an image for each Deployment to change", next);
  }
  const known = Object.keys(defaultImages);
  for (const [name, image] of Object.entries(images)) {
    const key = `images.${name}`;
    if (!known.includes(name)) {
      throw badConfig(
        key,
        "for no container of the shop",
        known.join(", "),
        `pulumi config rm --path ${key} && pulumi config set --path images.${nearest(name, known)} ${String(image)}`,
      );
    }
    const isReference = typeof image === "string" && /^[a-z0-9][\w.:/@-]*$/.test(image);
    if (!isReference || isFloating(image)) {
      const allowed = "an image with a tag that stays (not latest) or a digest";
      throw badConfig(key, JSON.stringify(image), allowed, `pulumi config set --path ${key} ${defaultImages[name]}`);
    }
  }
  return images as Images;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function readUrl(text: string): string {
  if (URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol)) {
    return text;
  }
  throw badConfig("url", JSON.stringify(text), "an http or https URL", `pulumi config set url ${generalDefaults.url}`);
}

function readGatewaySelector(text: string): string {
  if (/^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/.test(text)) {
    return text;
  }
  const allowed = "the value of the istio label on the gateway's pods (letters, digits, - _ . inside, at most 63)";
  const next = `pulumi config set gatewaySelector ${generalDefaults.gatewaySelector}`;
  throw badConfig("gatewaySelector", JSON.stringify(text), allowed, next);
}

function readPodSecurity(text: string): PodSecurityLevel {
  const level = podSecurityLevels.find((level) => level === text);
  if (level !== undefined) return level;
  const next = `pulumi config set podSecurity ${generalDefaults.podSecurity}`;
  throw badConfig("podSecurity", JSON.stringify(text), `${podSecurityLevels.join(", ")} (which needs Istio CNI)`, next);
}
