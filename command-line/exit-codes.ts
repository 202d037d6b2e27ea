import { constants } from "node:os";

/** How a command of this repository ends, whichever it is. */
export const exitCodes = {
  /** What was asked for is done, or holds. */
  done: 0,
  /** The answer is no: a claim fails, the lab does not run, a picture is not what its data gives. */
  no: 1,
  /** It could not be done or tried: a mistake, a lack, something that failed on the way. */
  notDone: 2,
} as const;

/** The code of a program that a signal ended: 128 and the signal's number, as shells have it. */
export const codeOfSignal = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];
