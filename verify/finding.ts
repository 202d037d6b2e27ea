import { band } from "./binomial";

/** In what a figure is counted. A share is kept as a number from 0 to 1, a duration in seconds. */
export type Unit =
  "share" | "seconds" | "requests" | "answers" | "users" | "pods" | "routes" | "endpoints" | "lines" | "traces";

/** One figure, what it should be, and whether it is. */
export interface Finding {
  /** What was measured, in words. */
  readonly what: string;
  /** Where it was measured. */
  readonly where: string;
  readonly unit: Unit;
  /** The number that the claim gives, before any band. */
  readonly expected: number;
  /** The lowest figure that is right. */
  readonly low: number;
  /** The highest figure that is right; Infinity where any more is right. */
  readonly high: number;
  readonly seen: number;
  /** Of how many requests, calls or pods the figure was made. */
  readonly of: number;
  readonly holds: boolean;
  /**
   * `claim`: this is what the slide says. `measurement`: without this, the figures mean nothing (an unanswered request, a
   * counter that went backwards), so it must hold in the control too.
   */
  readonly about: "claim" | "measurement";
  /** The chance that a right system shows a figure here that is wrong; 0 where nothing is left to chance. */
  readonly falseAlarm: number;
}

type Subject = Pick<Finding, "what" | "where" | "seen" | "of"> & { unit?: Unit; about?: Finding["about"] };

function finding(subject: Subject, expected: number, low: number, high: number, falseAlarm = 0): Finding {
  const { what, where, seen, of, unit = "requests", about = "claim" } = subject;
  return { what, where, unit, expected, low, high, seen, of, holds: seen >= low && seen <= high, about, falseAlarm };
}

/** The figure must be this one and no other. */
export function exactly(expected: number, subject: Subject): Finding {
  return finding(subject, expected, expected, expected);
}

/** The figure must be this one or more, and on a right system it is, but for a chance of `falseAlarm`. */
export function atLeast(low: number, subject: Subject, falseAlarm = 0): Finding {
  return finding(subject, low, low, Infinity, falseAlarm);
}

/** The figure must be this one or less. */
export function atMost(high: number, subject: Subject): Finding {
  return finding(subject, high, 0, high);
}

/** The figure must lie from `low` to below `high`. */
export function between(low: number, high: number, subject: Subject): Finding {
  return { ...finding(subject, low, low, high), holds: subject.seen >= low && subject.seen < high };
}

/** The figure must stay below this one. */
export function below(high: number, subject: Subject): Finding {
  return between(0, high, subject);
}

/** How many figures a share leaves to chance: one, unless it is none or all. */
export function leftToChance(percent: number): number {
  return percent > 0 && percent < 100 ? 1 : 0;
}

/** `hits` of `subject.of` must be the share `p`, within what the binomial gives a right system. */
export function share(p: number, hits: number, subject: Omit<Subject, "seen" | "unit">): Finding {
  return shareWithin(p, p, hits, subject);
}

/** As `share`, where a right system may have any share from `least` to `most`. */
export function shareWithin(
  least: number,
  most: number,
  hits: number,
  subject: Omit<Subject, "seen" | "unit">,
): Finding {
  // Where nothing was counted there is no share; it must not pass as 0 %.
  if (subject.of === 0) return { ...finding({ ...subject, seen: 0, unit: "share" }, least, least, most), holds: false };
  const [lower, upper] = [band(least, subject.of), band(most, subject.of)];
  const falseAlarm = Math.max(lower.falseAlarm, upper.falseAlarm);
  return finding({ ...subject, seen: hits / subject.of, unit: "share" }, least, lower.low, upper.high, falseAlarm);
}
