import Table from "cli-table3";
import type { Report } from "../report";
import { asTables, chanceOfFalseAlarm, exitCodeOf } from "../report";

/** The figures of every claim and control, and at the end a line for each stage. */
export function everythingTables(reports: readonly Report[]): string {
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
  return `${reports.map(asTables).join("\n")}\n${table.toString()}\n${chanceOfFalseAlarm(reports)}\n`;
}

export const everythingExitCode = (reports: readonly Report[]): 0 | 1 =>
  reports.every((report) => exitCodeOf(report) === 0) ? 0 : 1;
