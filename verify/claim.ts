import { Mistake } from "../command-line/mistake";
import { FALSE_ALARM } from "./binomial";
import type { CallTimes } from "./call-times";
import type { Finding } from "./finding";
import type { Ground } from "./ground";
import type { Expectations } from "./expectation";
import type { TokenKind } from "./token";
import { readExpectations } from "./expectation";

/** Where a claim must fail. */
export interface Control {
  /** The stage that must be deployed for it. */
  readonly stage: string;
  /** Why the claim cannot hold there. */
  readonly because: string;
}

/** A stage that is deployed together with that of a claim, and what it does to others. */
export interface Beside {
  readonly stage: string;
  /** Statuses other than 200 that calls to catalogue may end with because of it. */
  readonly failures: readonly number[];
  /** How long calls to catalogue may take because of it. Default: as they like. */
  readonly times?: CallTimes;
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
  readonly expects: Expectations<E>;
  /** Number of requests in the measurement that the claim rests on: by default, and the fewest that can decide it. */
  readonly requests: { readonly usual: number; readonly least: number };
  control(expected: E): Control;
  /**
   * How many figures a right mesh may get wrong by chance, each seldom enough. Without the word, none; a run that meets one
   * more is a defect of the claim.
   */
  leftToChance?(expected: E): number;
  /** Statuses other than 200 that calls to catalogue may end with while the stage is deployed. Default: none. */
  failures?(expected: E): readonly number[];
  /** How long calls to catalogue may take while the stage is deployed. Default: as they like. */
  times?(expected: E): CallTimes;
  /** The status that visitors by plain HTTP get while the stage is deployed, whatever they ask for. Default: the shop's. */
  redirects?(): number;
  /** The tokens that visitors need to be let in while the stage is deployed. Default: none. */
  tokens?(expected: E): TokenKind;
  /** Sends the traffic and reads the counters. `beside` are the stages that are deployed as well, by default none. */
  measure(ground: Ground, expected: E, requests: number, beside?: readonly Beside[]): Promise<R>;
  /** Compares what was read with what was expected; pure. */
  judge(readings: R, expected: E, beside?: readonly Beside[]): Finding[];
}

/** A claim whose types are closed over, so that all claims fit in one table. */
export interface ProvableClaim {
  readonly stage: string;
  readonly shows: string;
  readonly measured: string;
  readonly expects: Expectations<Record<string, unknown>>;
  readonly requests: { readonly usual: number; readonly least: number };
  /** The claim with the numbers that were asked for, ready to be measured; a Mistake where one is not allowed. */
  expecting(asked: ReadonlyMap<string, string>, requests?: number): Trial;
}

/** One claim with its numbers settled. */
export interface Trial extends Beside {
  readonly shows: string;
  /** The settled numbers, as they would be typed. */
  readonly expected: Readonly<Record<string, string>>;
  readonly requests: number;
  readonly control: Control;
  /** What visitors by plain HTTP get, if not the shop's answers. */
  readonly redirects: number | undefined;
  readonly tokens: TokenKind | undefined;
  /** The most figures that are left to chance. */
  readonly leftToChance: number;
  run(ground: Ground, beside: readonly Beside[]): Promise<Finding[]>;
}

/** Most requests that one run may be asked for: a mistyped number must not load a cluster for hours. */
export const MOST_REQUESTS = 100_000;

export function provable<E extends object, R>(claim: Claim<E, R>): ProvableClaim {
  const { stage, shows, measured, expects } = claim;
  return {
    stage,
    shows,
    measured,
    expects: expects,
    requests: claim.requests,
    expecting(asked, requests = claim.requests.usual) {
      if (requests < claim.requests.least || requests > MOST_REQUESTS) {
        throw new Mistake(
          `--requests ${requests}: ${stage} is decided by ${claim.requests.least} to ${MOST_REQUESTS} requests`,
        );
      }
      const expected = readExpectations(expects, asked);
      const written = Object.entries(expected).map(([name, value]) => {
        return [name, expects[name as keyof E].write(value as E[keyof E])] as const;
      });
      const leftToChance = claim.leftToChance?.(expected) ?? 0;
      return {
        stage,
        shows,
        leftToChance,
        expected: Object.fromEntries(written),
        requests,
        control: claim.control(expected),
        failures: claim.failures?.(expected) ?? [],
        times: claim.times?.(expected) ?? {},
        redirects: claim.redirects?.(),
        tokens: claim.tokens?.(expected),
        run: async (ground, beside) => {
          const readings = await claim.measure(ground, expected, requests, beside);
          const findings = claim.judge(readings, expected, beside);
          expectLeftToChance(stage, findings, leftToChance);
          return findings;
        },
      };
    },
  };
}

/** The chance of a false alarm in a whole run is reckoned from what the claims say; so they must say it. */
export function expectLeftToChance(stage: string, findings: readonly Finding[], most: number): void {
  const chances = findings.map(({ falseAlarm }) => falseAlarm).filter((chance) => chance > 0);
  if (chances.length > most || chances.some((chance) => chance > FALSE_ALARM)) {
    throw new Error(
      `the claim of ${stage} leaves ${chances.length} figures to chance, up to ${Math.max(...chances)} each; ` +
        `it says ${most}, and ${FALSE_ALARM} is allowed`,
    );
  }
}
