import Table from "cli-table3";
import { essentialsOf, placeOf } from "./essentials.ts";
import { fieldChanges } from "./fields.ts";
import type { Change, KubernetesObject, Run, Step } from "../engine-events/steps.ts";

/** All that one run found. */
export interface Report extends Omit<Run, "warnings"> {
  readonly stage: string;
  /** The stage it is compared with. */
  readonly from: string | undefined;
  /** What was written, if it was asked for. */
  readonly manifests?: Manifests;
}

export interface Manifests {
  /** As it was typed. */
  readonly folder: string;
  readonly files: readonly string[];
  /** Objects that hold a secret: `Kind/name`. */
  readonly leftOut: readonly string[];
}

/** The namespace of nearly everything: it is named only where it is another one. */
const usualNamespace = "sock-shop";

/** The report for people. It has no colours, so that it reads the same in a terminal, a pipe and a comment. */
export function asText(report: Report, diff: boolean): string {
  const { stage, from, shows, manifests } = report;
  const title = `${stage}: ${shows}`;
  const parts = from === undefined ? declared(report) : changed(report, diff);
  return [title, ...parts, ...(manifests ? [written(manifests)] : [])].join("\n\n") + "\n";
}

/** The report for programs: one JSON object, each object whole, each change with its fields. */
export function asJson({ steps, from, ...rest }: Report): string {
  const objects = inOrder(steps).map((step) => ({
    ...(from !== undefined && { change: step.change }),
    object: step.object,
    ...(step.before && { fields: fieldChanges(step) }),
  }));
  return `${JSON.stringify({ ...rest, from, objects }, null, 2)}\n`;
}

function declared({ steps }: Report): string[] {
  const rows = inOrder(steps).map(({ object }) => [object.kind, nameOf(object), essentialsOf(object)]);
  return [table(["kind", "name", "what matters"], rows), `${steps.length} objects`];
}

function changed({ steps, from }: Report, diff: boolean): string[] {
  const different = inOrder(steps).filter(({ change }) => change !== "unchanged");
  const summary = `from ${from}: ${count(steps)}`;
  if (different.length === 0) return [summary];
  const rows = different.map((step) => [step.change, step.object.kind, nameOf(step.object), differenceIn(step)]);
  const fields = diff ? different.filter(({ before }) => before).map(fieldsOf) : [];
  return [summary, table(["change", "kind", "name", "what matters"], rows), ...fields];
}

/** The essentials before and after; the fields where the essentials are the same. */
function differenceIn(step: Step): string {
  const after = essentialsOf(step.object);
  if (step.before === undefined) return after;
  const before = essentialsOf(step.before);
  return before === after ? step.fields.join("\n") : `${before}\n→ ${after}`;
}

function fieldsOf(step: Step): string {
  const lines = fieldChanges(step).map(
    ({ field, before, after }) => `    ${field}\n        ${value(before)} → ${value(after)}`,
  );
  return [`${step.object.kind} ${nameOf(step.object)}`, ...lines].join("\n");
}

const value = (it: unknown): string => (it === undefined ? "(none)" : JSON.stringify(it));

function written({ folder, files, leftOut }: Manifests): string {
  const secrets =
    leftOut.length === 0
      ? "No object holds a secret."
      : `Left out, because they hold secrets: ${leftOut.join(", ")}. Make them by hand before you apply the rest.`;
  return `${files.length} manifests are in ${folder}. ${secrets}\nTo apply them: kubectl apply -f ${folder}`;
}

function inOrder(steps: readonly Step[]): Step[] {
  const key = ({ object }: Step) => `${object.kind}/${nameOf(object)}`;
  return [...steps].sort(
    (a, b) => Math.sign(placeOf(a.object.kind) - placeOf(b.object.kind) || 0) || key(a).localeCompare(key(b), "en"),
  );
}

function count(steps: readonly Step[]): string {
  const kinds: Change[] = ["created", "changed", "replaced", "deleted", "unchanged"];
  return kinds
    .map((kind) => [steps.filter(({ change }) => change === kind).length, kind] as const)
    .filter(([number]) => number > 0)
    .map(([number, kind]) => `${number} ${kind}`)
    .join(", ");
}

function nameOf({ metadata: { name, namespace = usualNamespace } }: KubernetesObject): string {
  return namespace === usualNamespace ? name : `${namespace}/${name}`;
}

function table(head: string[], rows: string[][]): string {
  const result = new Table({ head, style: { head: [], border: [], compact: true } });
  result.push(...rows);
  return result.toString();
}
