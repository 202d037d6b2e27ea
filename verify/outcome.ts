import type { Finding } from "./finding";

/** How the claim of one stage came out. */
export interface ClaimOutcome {
  readonly stage: string;
  readonly shows: string;
  readonly expected: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  /** How long it took, in seconds. */
  readonly seconds: number;
}

/** Whether a run proved what it was asked to prove, and if not, why. */
export interface Verdict {
  readonly proven: boolean;
  readonly because: string;
}

/** A claim holds when each of its figures does. */
export function judgeClaim({ stage, findings }: ClaimOutcome): Verdict {
  const wrong = findings.filter(({ holds }) => !holds).length;
  if (wrong === 0) return { proven: true, because: `${stage} holds` };
  return { proven: false, because: `${stage} does not hold: ${wrong} of ${findings.length} figures are wrong` };
}

/**
 * A control does its work when the claim fails where it must. The failure counts only if the measurement itself was sound:
 * a claim that fails because nothing answered has been tested against nothing.
 */
export function judgeControl({ stage, findings }: ClaimOutcome, control: string): Verdict {
  const unsound = findings.filter(({ holds, about }) => !holds && about === "measurement");
  if (unsound.length > 0) {
    return { proven: false, because: `${stage} could not be measured on ${control}: ${unsound[0]?.what}` };
  }
  const refuted = findings.filter(({ holds }) => !holds).length;
  if (refuted > 0) {
    return { proven: true, because: `${stage} fails on ${control}, as it must: ${refuted} figures tell them apart` };
  }
  return { proven: false, because: `${stage} holds on ${control} too: the claim is defective, it cannot fail` };
}
