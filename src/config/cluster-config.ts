import type * as pulumi from "@pulumi/pulumi";
import { badConfig } from "./bad-config";
import { hostsAllowed, readHosts } from "./hosts";
import { podSecurityLevels } from "../shop/pod-security";

/** How the text of a config key becomes a value. */
interface Key<T> {
  readonly default: T;
  /** In words, for messages. */
  readonly allowed: string;
  /** The value that a text stands for; undefined where it stands for none. */
  read(text: string): T | undefined;
}

const matching =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.test(text) ? text : undefined;

const oneOf =
  <const T extends string>(...words: readonly T[]) =>
  (text: string): T | undefined =>
    words.find((word) => word === text);

const isUrl = (text: string) => URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);

const namespaceName = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

const labelValue = /^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const labelKey = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;

function gatewaySelector(text: string): string | undefined {
  const [value = "", key, ...more] = text.split("=").reverse();
  if (more.length > 0 || !labelValue.test(value)) return undefined;
  if (key === undefined || key === "istio") return value;
  return labelKey.test(key) ? text : undefined;
}

const key = <T>(declared: Key<T>): Key<T> => declared;

/** What differs from cluster to cluster, by config key. `Pulumi.yaml` describes each. */
export const clusterKeys = {
  url: key({
    default: "http://localhost:8080",
    allowed: "an http or https URL",
    read: (text) => (isUrl(text) ? text : undefined),
  }),
  namespace: key({
    default: "sock-shop",
    allowed: "the name of a namespace (a-z, 0-9, - inside, at most 63)",
    read: matching(namespaceName),
  }),
  createNamespace: key<boolean>({
    default: true,
    allowed: "true or false",
    read: (text) => ({ true: true, false: false })[text],
  }),
  istioRevision: key({
    default: "",
    allowed:
      "a revision of Istio or a tag of one (letters, digits, - _ . inside, at most 63), or nothing for the default",
    read: (text) => (text === "" ? text : matching(labelValue)(text)),
  }),
  podSecurity: key<(typeof podSecurityLevels)[number]>({
    default: "privileged",
    allowed: `${podSecurityLevels.join(", ")} (which needs Istio CNI)`,
    read: oneOf(...podSecurityLevels),
  }),
  gatewaySelector: key({
    default: "ingressgateway",
    allowed: "the value of the istio label on the gateway's pods, or another label of theirs as KEY=VALUE",
    read: gatewaySelector,
  }),
  gatewayNamespace: key({
    default: "",
    allowed: "the name of a namespace, or nothing for all namespaces",
    read: (text) => (text === "" ? text : matching(namespaceName)(text)),
  }),
  hosts: key({
    default: "*",
    allowed: hostsAllowed,
    read: readHosts,
  }),
  openGateway: key({
    default: "",
    allowed: "a reason in words",
    read: (text) => text.trim(),
  }),
  nativeSidecars: key<"auto" | "true" | "false">({
    default: "auto",
    allowed: "auto (as Istio is set up), true or false",
    read: oneOf("auto", "true", "false"),
  }),
  imageRegistry: key({
    default: "",
    allowed: "a registry with or without a path, such as registry.example:5000/mirror, or nothing for Docker Hub",
    read: (text) => (text === "" ? text : matching(/^[a-z0-9][a-z0-9.-]*(?::\d+)?(?:\/[a-z0-9._-]+)*$/)(text)),
  }),
};

export type ClusterConfig = {
  readonly [Name in keyof typeof clusterKeys]: (typeof clusterKeys)[Name]["default"];
};

/** A RunError where a value is not allowed. */
export function readClusterConfig(config: pulumi.Config): ClusterConfig {
  return Object.fromEntries(
    Object.entries<Key<unknown>>(clusterKeys).map(([name, declared]) => [
      name,
      value(config.get(name), name, declared),
    ]),
  ) as ClusterConfig;
}

function value(text: string | undefined, name: string, declared: Key<unknown>): unknown {
  if (text === undefined) return declared.default;
  const read = declared.read(text);
  if (read !== undefined) return read;
  // A shell would take * for the names of files.
  const plain = /^[\w:/.-]+$/.test(String(declared.default));
  const next = plain ? `config set ${name} ${String(declared.default)}` : `config rm ${name}`;
  throw badConfig(name, JSON.stringify(text), declared.allowed, `pulumi ${next}`);
}
