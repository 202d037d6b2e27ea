import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { kindNames } from "../../../../src/mesh/kinds";
import type { PodSeen } from "../../../../tools/live/seen/lines";

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}

/** A ready pod of each Deployment. */
export function podsOf(stage: string): PodSeen[] {
  const deployments = [...read("baseline"), ...read(stage)].filter(({ kind }) => kind === "Deployment");
  return [...new Set(deployments.map(({ metadata }) => metadata.name))].map((name) => ({
    ...{ name: `sock-shop/${name}-1`, app: name.replace(/-v2$/, ""), version: /-v2$/.test(name) ? "v2" : "v1" },
    ...{ ip: "10.0.0.1", ready: true, proxy: "sidecar" },
  }));
}

const read = (stage: string): Rendered[] =>
  parseAllDocuments(readFileSync(`test/golden/${stage}.yaml`, "utf8")).map((document) => document.toJS() as Rendered);

/** The mesh's objects of a stage, by `Kind/name`, as a cluster would have them. */
export function deployed(stage: string): Map<string, unknown> {
  // Of the others the golden file has what differs from the baseline.
  const all = [...read("baseline"), ...read(stage)].filter(({ kind }) => kindNames.some((name) => name === kind));
  return new Map(all.map(({ kind, metadata, spec }) => [`${kind}/${metadata.name}`, spec]));
}
