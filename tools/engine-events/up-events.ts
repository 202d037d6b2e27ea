import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/events.js";

/** How far `pulumi up` is. */
export interface UpProgress {
  /** Resources that it is done with, changed or not. */
  readonly done: number;
  /** Those of them that it made, changed or deleted. */
  readonly changed: number;
  /** What it does now, in words; empty where it says nothing. */
  readonly now: string;
}

/** Operations that leave a resource as it is, or only look at it. */
const unchanged = ["same", "read", "refresh", "read-replacement", "read-discard", "discard"];

/** Adds up the engine's events. */
export class UpEvents {
  private done = 0;
  private changed = 0;
  private said = "";
  private readonly underWay = new Map<string, string>();
  private readonly errors: string[] = [];

  see({ resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent }: EngineEvent): void {
    if (resourcePreEvent) this.begin(resourcePreEvent.metadata);
    if (resOutputsEvent) this.end(resOutputsEvent.metadata);
    if (resOpFailedEvent) this.underWay.delete(resOpFailedEvent.metadata.urn);
    if (!diagnosticEvent) return;
    const { severity, message, urn = "" } = diagnosticEvent;
    // With the engine's marks for colours taken out.
    const text = message.replace(/<\{%[^%]*%\}>/g, "").trim();
    if (severity === "error") this.errors.push(text.replace(/^error: /, ""));
    // The provider's words while it waits for an object do not say for which.
    if (severity === "info" && !isObject(typeIn(urn))) this.said = text.replace(/^info: /, "");
  }

  get progress(): UpProgress {
    const { done, changed } = this;
    return { done, changed, now: this.said || ([...this.underWay.values()].at(-1) ?? "") };
  }

  /** What went wrong, first things first; the stack's own line only repeats it. */
  get failure(): string | undefined {
    const [first = ""] = this.errors;
    return first.split("\n").find((line) => line.trim() !== "");
  }

  private begin({ op, urn, type }: StepEventMetadata): void {
    if (!unchanged.includes(op) && isObject(type)) this.underWay.set(urn, inWords(urn, type));
    this.said = "";
  }

  private end({ op, urn, type }: StepEventMetadata): void {
    this.underWay.delete(urn);
    if (!isObject(type)) return;
    this.done += 1;
    if (!unchanged.includes(op)) this.changed += 1;
  }
}

const isObject = (type: string): boolean => type.startsWith("kubernetes:");

/** The third part of a URN, after the types of its parents. */
const typeIn = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

const inWords = (urn: string, type: string): string => `${type.split(":").at(-1)} ${urn.split("::").at(-1)}`;

/** What Pulumi said of a failure before or beside the engine: a lock that is held, a passphrase that is missing. */
export function saidOf(message: string): string {
  const lines = message.split("\n").map((line) => line.trim());
  const error = lines.find((line) => /error: ./.test(line));
  return (error ?? lines.find(Boolean) ?? "pulumi failed without a word").replace(/^.*?error: /, "");
}
