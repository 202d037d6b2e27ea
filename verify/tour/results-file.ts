import fs from "node:fs";
import type { SwitchOutcome } from "./switches";

/** Outcomes on disk, one JSON object a line, so that a run that was ended goes on where it was. */
export class ResultsFile {
  constructor(private readonly path: string) {}

  read(): SwitchOutcome[] {
    if (!fs.existsSync(this.path)) return [];
    const lines = fs.readFileSync(this.path, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line) as SwitchOutcome);
  }

  async add(outcome: SwitchOutcome): Promise<void> {
    await fs.promises.appendFile(this.path, `${JSON.stringify(outcome)}\n`);
  }
}
