import { isIstio, namespaceOf, placeOf, rootNamespace, selectorOf } from "../istio";
import type { Declared, StackRule } from "../rule";

/** Where a PeerAuthentication says why it lets plaintext in. */
const annotation = "sock-shop/takes-plaintext";

export const reasonForPlaintext: StackRule = {
  name: "reason-for-plaintext",
  description:
    "No plaintext where the stack wants mutual TLS, and no mutual TLS switched off, unless the object says why.",
  violations: (resources) => {
    const all = resources.filter((resource) => isIstio("PeerAuthentication", resource));
    return all.flatMap((resource) => {
      const reason: string = resource.props.metadata?.annotations?.[annotation] ?? "";
      if (reason.trim() !== "") return [];
      const above = modeAround(resource, all);
      return openings(resource, above).map(({ field, mode }) => ({
        urn: resource.urn,
        message:
          `${field} of ${resource.name} is ${mode} for ${placeOf(resource)}` +
          `${mode === "PERMISSIVE" ? ", where the stack has STRICT" : ""}. Allowed: ` +
          `${mode === "PERMISSIVE" ? "STRICT or UNSET" : "STRICT, PERMISSIVE or UNSET"}, or a reason in the ` +
          `PeerAuthentication's annotation ${annotation}.`,
      }));
    });
  },
};

/** What lets plaintext in and needs a reason: DISABLE anywhere, PERMISSIVE where STRICT would hold without it. */
function openings({ props: { spec } }: Declared, above: string): readonly { field: string; mode: string }[] {
  const own = modeIn(spec?.mtls);
  // A port that says nothing has what its pod has.
  const ofPods = own === "UNSET" ? above : own;
  const ports = Object.entries<Mtls>(spec?.portLevelMtls ?? {}).map(([port, mtls]) => ({
    field: `spec.portLevelMtls[${port}].mode`,
    mode: modeIn(mtls),
    instead: ofPods,
  }));
  return [{ field: "spec.mtls.mode", mode: own, instead: above }, ...ports].filter(
    ({ mode, instead }) => mode === "DISABLE" || (mode === "PERMISSIVE" && instead === "STRICT"),
  );
}

/**
 * The mode that others of the stack give to the pods of an object: those for all pods of its namespace, and where they
 * say nothing those for the mesh. Of two for one namespace the older counts, which nobody knows here: STRICT counts.
 */
function modeAround(resource: Declared, all: readonly Declared[]): string {
  const forAll = all.filter((other) => other !== resource && Object.keys(selectorOf(other)).length === 0);
  const levels = [namespaceOf(resource), rootNamespace].map((namespace) =>
    forAll
      .filter((other) => namespaceOf(other) === namespace)
      .map(({ props: { spec } }) => modeIn(spec?.mtls))
      .filter((mode) => mode !== "UNSET"),
  );
  const nearest = levels.find((modes) => modes.length > 0) ?? [];
  return nearest.includes("STRICT") ? "STRICT" : (nearest[0] ?? "UNSET");
}

type Mtls = { readonly mode?: string } | null | undefined;

const modeIn = (mtls: Mtls): string => mtls?.mode ?? "UNSET";
