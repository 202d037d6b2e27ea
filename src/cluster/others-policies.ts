import type { ConfigurationOptions, KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { NamespaceChange } from "../stage/stage";
import { groupVersion, kinds } from "../mesh/kinds";
import { zipkinProvider } from "../mesh/zipkin-provider";
import { answerOr } from "./answer-or";
import { kubernetesClient } from "./kubernetes-client";
import { logsByConfig, meshConfigFor, tracesByConfig } from "./mesh-config";
import { type OthersPeerAuthentications, othersPeerAuthentications } from "./peer-authentications";
import { rootNamespace } from "./sidecar-limits";
import {
  isForAll,
  type OthersTelemetries,
  othersTelemetries,
  saysWhatIsLogged,
  saysWhatIsTraced,
  type TelemetryObject,
} from "./telemetries";

/** Policies that hold for the shop and are not this program's. */
export interface OthersPolicies {
  /** Undefined where the user may not read them. */
  readonly peerAuthentications: OthersPeerAuthentications | undefined;
  /** `namespace/name` of AuthorizationPolicies for the whole mesh. */
  readonly authorizationPolicies: readonly string[];
  /** Undefined where the user may not read them. */
  readonly telemetries: OthersTelemetries | undefined;
  /** Whether the mesh's config has every proxy write down requests; undefined where the user may not read it. */
  readonly meshLogs: boolean | undefined;
  /** Whether it has every proxy report traces; undefined likewise. */
  readonly meshTraces: boolean | undefined;
}

interface AuthorizationPolicyObject {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly selector?: unknown; readonly targetRefs?: unknown; readonly targetRef?: unknown };
}

export async function othersPolicies(
  config: KubeConfig,
  namespace: string,
  options: ConfigurationOptions,
): Promise<OthersPolicies> {
  const { CustomObjectsApi } = await kubernetesClient();
  const api = config.makeApiClient(CustomObjectsApi);
  const { apiVersion, plural } = kinds.AuthorizationPolicy;
  const kind = { ...groupVersion(apiVersion), plural, namespace: rootNamespace };
  const list = api.listNamespacedCustomObject(kind, options) as Promise<{ items: AuthorizationPolicyObject[] }>;
  const [peerAuthentications, { items }, telemetries, mesh] = await Promise.all([
    answerOr(404, undefined, othersPeerAuthentications(api, namespace, options)),
    answerOr([403, 404], { items: [] }, list),
    answerOr(404, undefined, othersTelemetries(api, namespace, options)),
    meshConfigFor(config, namespace, options),
  ]);
  const wide = items.filter(({ spec }) => !spec?.selector && !spec?.targetRefs && !spec?.targetRef);
  return {
    peerAuthentications,
    authorizationPolicies: wide.map(({ metadata }) => `${rootNamespace}/${metadata?.name}`),
    telemetries,
    meshLogs: mesh && logsByConfig(mesh),
    meshTraces: mesh && tracesByConfig(mesh),
  };
}

/** What they mean for stages and their controls, a line each. */
export function remarks(others: OthersPolicies, about: NamespaceChange, namespace: string): string[] {
  const { mutualTls, callers, accessLog, tracing } = about;
  return [
    ...((mutualTls ?? callers) === undefined ? [] : onSecurity(others, namespace)),
    ...(accessLog === undefined
      ? []
      : [...ofWholeNamespace(others, "access-log", namespace), ...onAccessLogs(others, namespace)]),
    ...(tracing === undefined
      ? []
      : [...ofWholeNamespace(others, "tracing", namespace), ...onTraces(others, namespace)]),
  ];
}

function onSecurity({ peerAuthentications, authorizationPolicies }: OthersPolicies, namespace: string): string[] {
  const { ofNamespace = [], ofMesh = [] } = peerAuthentications ?? {};
  const isWide = ({ spec }: { spec?: { selector?: { matchLabels?: object } } }) =>
    Object.keys(spec?.selector?.matchLabels ?? {}).length === 0;
  const strict = ofMesh.find((one) => isWide(one) && one.spec?.mtls?.mode === "STRICT");
  const lines = ofNamespace
    .filter(isWide)
    .map(
      ({ metadata }) =>
        `PeerAuthentication ${namespace}/${metadata?.name} is for the whole namespace, and so is the shop's: of two the older counts, so that stage mutual-tls may do nothing.`,
    );
  if (strict !== undefined) {
    lines.push(
      `PeerAuthentication ${rootNamespace}/${strict.metadata?.name} makes the whole mesh STRICT: calls without mutual TLS are refused at every stage, and the control of mutual-tls cannot fail here.`,
    );
  }
  if (authorizationPolicies.length > 0) {
    lines.push(
      `AuthorizationPolicy ${authorizationPolicies.join(", ")} holds for the whole mesh, the shop included: what it refuses is refused at every stage, and the control of authorization may not fail here.`,
    );
  }
  return lines;
}

function ofWholeNamespace({ telemetries }: OthersPolicies, stage: string, namespace: string): string[] {
  const { ofNamespace = [] } = telemetries ?? {};
  return ofNamespace
    .filter(isForAll)
    .map(
      ({ metadata }) =>
        `Telemetry ${namespace}/${metadata?.name} is for the whole namespace, and so is the shop's: of two the older counts, so that stage ${stage} may do nothing.`,
    );
}

function onAccessLogs({ telemetries, meshLogs }: OthersPolicies, namespace: string): string[] {
  const meshWide = ofWholeMesh(telemetries, saysWhatIsLogged) ?? (meshLogs ? "The mesh's config" : undefined);
  return meshWide === undefined
    ? []
    : [
        `${meshWide} says what the whole mesh writes down of requests: the stage's Telemetry takes its place in namespace ${namespace}, and the control of access-log may not fail here.`,
      ];
}

function onTraces({ telemetries, meshTraces }: OthersPolicies, namespace: string): string[] {
  const meshWide = ofWholeMesh(telemetries, saysWhatIsTraced) ?? (meshTraces ? "The mesh's config" : undefined);
  const unknown =
    meshTraces === undefined
      ? [
          `The mesh's config may not be read, so that nobody knows whether it has the provider ${zipkinProvider(namespace).name}: without it this up ends after a minute, with proxies that are late.`,
        ]
      : [];
  return meshWide === undefined
    ? unknown
    : [
        ...unknown,
        `${meshWide} says what the whole mesh reports as traces: the stage's Telemetry takes its place in namespace ${namespace}, and of what comes through the gateway the gateway decides first.`,
      ];
}

/** The Telemetry that says something to all of a mesh's proxies. */
function ofWholeMesh(
  telemetries: OthersPolicies["telemetries"],
  says: (one: TelemetryObject) => boolean,
): string | undefined {
  const found = telemetries?.ofMesh.find((one) => isForAll(one) && says(one));
  return found && `Telemetry ${rootNamespace}/${found.metadata?.name}`;
}
