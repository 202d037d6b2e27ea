import Table from "cli-table3";
import type { Report } from "../report";
import { asTables, chanceOfFalseAlarm, exitCodeOf } from "../report";
import { nothingDropped, switchTable } from "./switch-report";
import type { SwitchOutcome } from "./switches";

/** What one walk through all stages has shown: claims and controls at each, and requests on the way. */
export interface Everything {
  readonly reports: readonly Report[];
  readonly switches: readonly SwitchOutcome[];
}

/** The figures of every claim and control, and at the end a line for each switch and each stage. */
export function everythingTables({ reports, switches }: Everything): string {
  const head = ["stage", "what it shows", "claim", "control"];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  const all = reports.flatMap(({ control, claims }) => claims.map((claim) => ({ control, ...claim })));
  const mark = (stage: string, control: boolean) => {
    const found = all.find((one) => one.stage === stage && one.control === control);
    if (found === undefined) return "not run";
    if (!found.verdict.proven) return control ? "DEFECTIVE" : "FAILED";
    return control ? "fails, as it must" : "holds";
  };
  for (const { stage, shows, control } of all) {
    if (!control) table.push([stage, shows, mark(stage, false), mark(stage, true)]);
  }
  return `${reports.map(asTables).join("\n")}\n${switchTable(switches)}\n${table.toString()}\n${chanceOfFalseAlarm(reports)}\n`;
}

export const everythingExitCode = ({ reports, switches }: Everything): 0 | 1 =>
  reports.every((report) => exitCodeOf(report) === 0) && nothingDropped(switches) ? 0 : 1;
