import type { Finding } from "./finding";
import type { Ground } from "./ground";
import { Mistake } from "./mistake";
import type { Parameters } from "./parameter";
import { readParameters } from "./parameter";

/** Where a claim must fail. */
export interface Control {
  /** The stage that must be deployed for it. */
  readonly stage: string;
  /** Why the claim cannot hold there. */
  readonly because: string;
}

/**
 * What a stage must look like from outside: E, the numbers of the claim; R, what is read off to check them.
 * The numbers are written by hand and are not taken from the stage, so that a wrong stage fails.
 */
export interface Claim<E extends object, R> {
  readonly stage: string;
  /** What the audience is told. */
  readonly shows: string;
  /** What is counted, and where. */
  readonly measured: string;
  readonly expects: Parameters<E>;
  /** Number of requests in the measurement that the claim rests on: by default, and the fewest that can decide it. */
  readonly requests: { readonly usual: number; readonly least: number };
  control(expected: E): Control;
  /** Sends the traffic and reads the counters. */
  measure(ground: Ground, expected: E, requests: number): Promise<R>;
  /** Compares what was read with what was expected; pure. */
  judge(readings: R, expected: E): Finding[];
}

/** A claim whose types are closed over, so that all claims fit in one table. */
export interface ProvableClaim {
  readonly stage: string;
  readonly shows: string;
  readonly measured: string;
  readonly expects: Parameters<Record<string, unknown>>;
  readonly requests: { readonly usual: number; readonly least: number };
  /** The claim with the numbers that were asked for, ready to be measured; a Mistake where one is not allowed. */
  expecting(asked: ReadonlyMap<string, string>, requests?: number): Trial;
}

/** One claim with its numbers settled. */
export interface Trial {
  readonly stage: string;
  readonly shows: string;
  /** The settled numbers, as they would be typed. */
  readonly expected: Readonly<Record<string, string>>;
  readonly requests: number;
  readonly control: Control;
  run(ground: Ground): Promise<Finding[]>;
}

/** Most requests that one run may be asked for: a mistyped number must not load a cluster for hours. */
export const MOST_REQUESTS = 100_000;

export function provable<E extends object, R>(claim: Claim<E, R>): ProvableClaim {
  const { stage, shows, measured, expects } = claim;
  return {
    stage,
    shows,
    measured,
    expects,
    requests: claim.requests,
    expecting(asked, requests = claim.requests.usual) {
      if (requests < claim.requests.least || requests > MOST_REQUESTS) {
        throw new Mistake(
          `--requests ${requests}: ${stage} is decided by ${claim.requests.least} to ${MOST_REQUESTS} requests`,
        );
      }
      const expected = readParameters(expects, asked);
      const written = Object.entries(expected).map(([name, value]) => {
        return [name, expects[name as keyof E].write(value as E[keyof E])] as const;
      });
      return {
        stage,
        shows,
        expected: Object.fromEntries(written),
        requests,
        control: claim.control(expected),
        run: async (ground) => claim.judge(await claim.measure(ground, expected, requests), expected),
      };
    },
  };
}
