import type { ConfigurationOptions, CustomObjectsApi } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { groupVersion, kinds } from "../mesh/kinds";
import { answerOr } from "./answer-or";
import type { Labels } from "./label-selector";
import { zipkinName } from "../needs/zipkin-service";
import { meshName } from "./shop-objects";
import { rootNamespace } from "./sidecar-limits";
import type { Told } from "./told";

/** What a Telemetry says of access logs and traces, and of whom. */
export interface TelemetryObject {
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Labels };
    /** Of gateways and waypoints; one that names some is for no sidecar. */
    readonly targetRef?: unknown;
    readonly targetRefs?: unknown;
    readonly accessLogging?: readonly unknown[];
    readonly tracing?: readonly unknown[];
  };
}

/** The Telemetries for sidecars beside this program's own; undefined where the user may not read them. */
export interface OthersTelemetries {
  readonly ofNamespace: readonly TelemetryObject[];
  readonly ofMesh: readonly TelemetryObject[];
}

/** The names of this program's own. */
const own: readonly string[] = [meshName, zipkinName];

export async function othersTelemetries(
  api: CustomObjectsApi,
  namespace: string,
  options: ConfigurationOptions,
): Promise<OthersTelemetries | undefined> {
  const { apiVersion, plural } = kinds.Telemetry;
  const kind = { ...groupVersion(apiVersion), plural };
  const lists = await Promise.all(
    [namespace, rootNamespace].map((namespace) =>
      answerOr(403, undefined, api.listNamespacedCustomObject({ ...kind, namespace }, options)),
    ),
  );
  const [here, ofMesh] = lists.map((list) =>
    (list as { items: TelemetryObject[] } | undefined)?.items.filter(
      ({ spec }) => spec?.targetRef === undefined && spec?.targetRefs === undefined,
    ),
  );
  if (here === undefined || ofMesh === undefined) return undefined;
  return { ofNamespace: here.filter(({ metadata }) => !own.includes(metadata?.name ?? "")), ofMesh };
}

/** Whether it is for all pods that no other is for. */
export const isForAll = ({ spec }: TelemetryObject): boolean =>
  Object.keys(spec?.selector?.matchLabels ?? {}).length === 0;

/** Whether it says anything of access logs. */
export const saysWhatIsLogged = ({ spec }: TelemetryObject): boolean => (spec?.accessLogging ?? []).length > 0;

/** Whether it says anything of traces. */
export const saysWhatIsTraced = ({ spec }: TelemetryObject): boolean => (spec?.tracing ?? []).length > 0;

/**
 * Whether another Telemetry decides for a pod: one for the pod that says anything of the matter, or, whatever it says, one
 * for the whole namespace, as of two such the older counts alone.
 */
export function telemetryOf(
  others: OthersTelemetries | undefined,
  labels: Labels,
): Pick<Told, "accessLogOfOthers" | "tracingOfOthers"> {
  const decides = (says: (one: TelemetryObject) => boolean) =>
    others?.ofNamespace.some((one) => {
      const selected = Object.entries(one.spec?.selector?.matchLabels ?? {});
      return isForAll(one) || (says(one) && selected.every(([key, value]) => labels[key] === value));
    });
  return {
    ...(decides(saysWhatIsLogged) && { accessLogOfOthers: true }),
    ...(decides(saysWhatIsTraced) && { tracingOfOthers: true }),
  };
}
