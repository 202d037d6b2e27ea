/**
 * Something that the person at the keyboard can put right: a wrong argument, no cluster, another stage deployed. It is
 * shown as its message alone, without a stack trace. The message says what was found, what was wanted, and what to do.
 */
export class Mistake extends Error {
  override readonly name = "Mistake";

  /** @param next what to type or do next, shown on a line of its own. Default: the message says it. */
  constructor(
    message: string,
    readonly next?: string,
  ) {
    super(message);
  }
}

/** By its name: a program that mixes CommonJS and ES modules has the class twice. */
export const isMistake = (error: unknown): error is Mistake => error instanceof Error && error.name === "Mistake";
