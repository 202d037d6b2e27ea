import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/events.js";

/** Stands for a secret's value. */
export const hidden = "[secret]";

/** A Kubernetes object as it is declared, without its secret values. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** What the engine does with an object on the way from one stage to another. */
export interface Step {
  readonly change: Change;
  /** As declared by the stage, or by the earlier one where it is deleted. */
  readonly object: KubernetesObject;
  /** As declared by the earlier stage, where there is something to compare. */
  readonly before?: KubernetesObject;
  /** Paths of the fields that differ, in the engine's words. */
  readonly fields: readonly string[];
}

/** What a run of the engine came to. */
export interface Run {
  /** What the audience is told. */
  readonly shows: string;
  readonly steps: readonly Step[];
  /** What the program or the provider warns of. */
  readonly warnings: readonly string[];
}

/** Other operations are parts of a replacement, and told with it. */
const changes = {
  create: "created",
  update: "changed",
  replace: "replaced",
  delete: "deleted",
  same: "unchanged",
} as const;

export type Change = (typeof changes)[keyof typeof changes];

/** The provider's warning of plain text in what it writes: those files are not handed on. */
const plainText = /contain.* secret value in plaintext/;

/** Reads the events of `pulumi up --json`. */
export function readRun(events: readonly EngineEvent[]): Run {
  const steps = events.flatMap(({ resourcePreEvent }) => readStep(resourcePreEvent?.metadata));
  const stack = events.findLast(({ resOutputsEvent }) => resOutputsEvent?.metadata.type === "pulumi:pulumi:Stack");
  const shows: unknown = stack?.resOutputsEvent?.metadata.new?.outputs["shows"];
  return {
    shows: typeof shows === "string" ? shows : "",
    steps,
    warnings: diagnostics(events, "warning").filter((warning) => !plainText.test(warning)),
  };
}

/** What went wrong, in the engine's or the program's own words. */
export function readErrors(events: readonly EngineEvent[]): string[] {
  return diagnostics(events, "error");
}

function diagnostics(events: readonly EngineEvent[], severity: "error" | "warning"): string[] {
  return events
    .flatMap(({ diagnosticEvent }) => (diagnosticEvent?.severity === severity ? [diagnosticEvent.message] : []))
    .map((message) => message.replace(/^(error|warning): /, "").trim());
}

function readStep(metadata: StepEventMetadata | undefined): Step[] {
  if (!metadata?.type.startsWith("kubernetes:") || !isTold(metadata.op)) return [];
  const change = changes[metadata.op];
  const [before, after] = [objectOf(metadata.old), objectOf(metadata.new)];
  const object = after ?? before;
  if (object === undefined) return [];
  const compared = change === "changed" || change === "replaced";
  return [
    {
      change,
      object,
      ...(compared && before && { before }),
      fields: compared ? Object.keys(metadata.detailedDiff ?? {}) : [],
    },
  ];
}

const isTold = (op: string): op is keyof typeof changes => Object.hasOwn(changes, op);

/** Some of the provider's resources are no object of the API, such as a chart's release: those have no kind. */
function objectOf(state: StepEventMetadata["new"] | null): KubernetesObject | undefined {
  // The engine writes null where its types say that there is nothing.
  if (!state) return undefined;
  const kind = state.type.split(":").at(-1) ?? "";
  const name = state.urn.split("::").at(-1) ?? "";
  return { kind, metadata: { name }, ...(withoutMarks(state.inputs) as object) };
}

/** The key that marks a secret in what the engine tells; the value is in none of it. */
const secretMark = "4dabf18193072939515e22adb298388d";

function withoutMarks(node: unknown): unknown {
  if (typeof node !== "object" || node === null) return node;
  if (Array.isArray(node)) return node.map(withoutMarks);
  if (secretMark in node) return hidden;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutMarks(value)]));
}
