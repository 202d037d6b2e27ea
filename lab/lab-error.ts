/** A mistake or a lack that the reader can mend: shown as its message alone, without a stack trace. */
export class LabError extends Error {
  /** @param next what to type or do next, shown on a line of its own */
  constructor(
    message: string,
    readonly next?: string,
  ) {
    super(message);
    this.name = "LabError";
  }
}
