import type { Figure } from "./figure.ts";

/** What a bench gets to work with. */
export interface Ground {
  readonly rounds: number;
  /** A folder for this bench alone, gone afterwards. */
  readonly folder: string;
  /** Whether the lab's programs and images are to be built from nothing, too. */
  readonly cold: boolean;
  readonly signal: AbortSignal;
  /** Tells in one line what is being done. */
  readonly say: (line: string) => void;
}

export interface Bench {
  /** What its figures are about, in one line. */
  readonly title: string;
  /** What must be there: nothing but the lab's programs, a running lab, or a lab that does not run yet. */
  readonly needs: "programs" | "lab" | "stopped lab";
  /** Rounds that are enough for a spread one can judge by. */
  readonly rounds: number;
  readonly run: (ground: Ground) => Promise<Figure[]>;
}
