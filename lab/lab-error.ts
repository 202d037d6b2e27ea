import { Mistake } from "../command-line/mistake.ts";

/** What the lab lacks or could not do, in words for the reader. */
export class LabError extends Mistake {}
