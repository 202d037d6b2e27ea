import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { kindNames } from "../../../../src/mesh/kinds";

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}

const read = (stage: string): Rendered[] =>
  parseAllDocuments(readFileSync(`test/golden/${stage}.yaml`, "utf8")).map((document) => document.toJS() as Rendered);

/** The mesh's objects of a stage, by `Kind/name`, as a cluster would have them. */
export function deployed(stage: string): Map<string, unknown> {
  // Of the others the golden file has what differs from the baseline.
  const all = [...read("baseline"), ...read(stage)].filter(({ kind }) => kindNames.some((name) => name === kind));
  return new Map(all.map(({ kind, metadata, spec }) => [`${kind}/${metadata.name}`, spec]));
}
