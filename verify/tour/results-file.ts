import fs from "node:fs";
import { Mistake } from "../../command-line/mistake";

/** Outcomes on disk, one JSON object a line, so that a run that was ended goes on where it was. */
export class ResultsFile<Outcome extends object> {
  /**
   * @param field one that an outcome of this kind has and others have not
   * @param option of the runs whose outcomes have it, as typed
   */
  constructor(
    private readonly path: string,
    private readonly field: keyof Outcome & string,
    private readonly option: string,
  ) {}

  read(): Outcome[] {
    if (!fs.existsSync(this.path)) return [];
    const lines = fs.readFileSync(this.path, "utf8").split("\n");
    return lines.flatMap((line, index) => (line === "" ? [] : [this.outcomeOf(line, index + 1)]));
  }

  private outcomeOf(line: string, number: number): Outcome {
    let value: unknown;
    try {
      value = JSON.parse(line, fromJson);
    } catch {
      // A run that was killed while it wrote.
    }
    if (typeof value === "object" && value !== null && Object.hasOwn(value, this.field)) return value as Outcome;
    throw new Mistake(
      `line ${number} of ${this.path} is no outcome of ${this.option}\n` +
        `to try again what it was about, remove the line: sed -i ${number}d ${this.path}; or name another file with --results`,
    );
  }

  async add(outcome: Outcome): Promise<void> {
    await fs.promises.appendFile(this.path, `${JSON.stringify(outcome)}\n`);
  }
}

/** JSON has no Infinity: an upper limit that there is not was written as null. */
function fromJson(key: string, value: unknown): unknown {
  return key === "high" && value === null ? Infinity : value;
}
