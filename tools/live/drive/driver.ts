import { neighbour, type Way } from "./neighbour.ts";
import type { UpProgress } from "../../engine-events/up-events.ts";

/** What the page shows of the driving. Times in seconds. */
export type DriveShown =
  | { readonly state: "ready" }
  | { readonly state: "deploying"; readonly stage: string; readonly seconds: number; readonly progress: UpProgress }
  | { readonly state: "proving"; readonly stage: string; readonly seconds: number; readonly says: string }
  /** @property upSeconds from the wish until `pulumi up` was done */
  | ({ readonly state: "judged"; readonly stage: string; readonly upSeconds: number } & Verdict)
  /** Of `pulumi up`, or of a claim that could not be tried. */
  | { readonly state: "failed"; readonly stage: string; readonly what: "up" | "claim"; readonly why: string };

export interface Verdict {
  readonly proven: boolean;
  readonly because: string;
}

/** What a driver can do. What fails is thrown, its message one line for the page. */
export interface Deeds {
  /** Makes it the stack's stage and runs `pulumi up`. @returns the command that proves it, as the stack says it */
  deploy(stage: string, told: (progress: UpProgress) => void, signal: AbortSignal): Promise<string>;
  /** Runs the stage's claim. @param command as the stack says it */
  prove(command: string, told: (says: string) => void, signal: AbortSignal): Promise<Verdict>;
}

/** Where a driver is put. */
export interface Setting {
  /** The stages in the talk's order. */
  readonly order: readonly string[];
  readonly deeds: Deeds;
  /** Ends what is under way, in its own time. */
  readonly signal: AbortSignal;
  /** Those that are deployed now; undefined while none has been seen, which is not that there is none. */
  readonly deployed: () => readonly string[] | undefined;
  /** Told what to show whenever that changes, and each second while something is under way. */
  readonly tell: (shown: DriveShown) => void;
}

/** What became of a wish to drive. */
export type Answer = { readonly stage: string } | { readonly refused: string };

const tellEveryMs = 1000;
const nothingYet: UpProgress = { done: 0, changed: 0, now: "" };

/** Goes from stage to stage, one at a time: deploys it, then has it proven. */
export class Driver {
  private shown: DriveShown = { state: "ready" };
  private underWay: Promise<void> | undefined;

  constructor(private readonly set: Setting) {}

  get now(): DriveShown {
    return this.shown;
  }

  go(way: Way): Answer {
    const { signal, order, deployed } = this.set;
    if (signal.aborted) return { refused: "npm run live is ending" };
    if (this.underWay !== undefined) return { refused: `${inWords(this.shown)}: one at a time` };
    const from = deployed();
    if (from === undefined) return { refused: "which stage is deployed is not seen yet; if none is: pulumi up" };
    const stage = neighbour(order, from, way);
    if (stage === undefined) return { refused: way === "next" ? "this is the last stage" : "this is the first stage" };
    this.underWay = this.drive(stage).finally(() => (this.underWay = undefined));
    return { stage };
  }

  /** Settles when nothing is under way. */
  async ended(): Promise<void> {
    await this.underWay;
  }

  private async drive(stage: string): Promise<void> {
    const began = performance.now();
    const { deeds, signal } = this.set;
    let what: "up" | "claim" = "up";
    try {
      let progress = nothingYet;
      const command = await this.telling(
        (seconds) => ({ state: "deploying", stage, seconds, progress }),
        (change) => deeds.deploy(stage, (now) => change(() => (progress = now)), signal),
      );
      const upSeconds = (performance.now() - began) / 1000;
      what = "claim";
      let says = "";
      const verdict = await this.telling(
        (seconds) => ({ state: "proving", stage, seconds, says }),
        (change) => deeds.prove(command, (now) => change(() => (says = now)), signal),
      );
      this.show({ state: "judged", stage, upSeconds, ...verdict });
    } catch (error) {
      const why = signal.aborted ? "interrupted" : (error as Error).message;
      this.show({ state: "failed", stage, what, why });
    }
  }

  /** Shows how it stands while the work lasts. */
  private async telling<Result>(
    standing: (seconds: number) => DriveShown,
    work: (change: (by: () => void) => void) => Promise<Result>,
  ): Promise<Result> {
    const began = performance.now();
    const show = () => this.show(standing(Math.floor((performance.now() - began) / 1000)));
    show();
    const each = setInterval(show, tellEveryMs);
    try {
      return await work((by) => {
        by();
        show();
      });
    } finally {
      clearInterval(each);
    }
  }

  private show(shown: DriveShown): void {
    this.shown = shown;
    this.set.tell(shown);
  }
}

function inWords(shown: DriveShown): string {
  if (shown.state === "deploying") return `${shown.stage} is being deployed`;
  if (shown.state === "proving") return `${shown.stage} is being proven`;
  return "something is under way";
}
