import Table from "cli-table3";
import { asTables, chanceOfFalseAlarm, exitCodeOf } from "../report";
import type { PairOutcome } from "./pairs";
import { pairsProven } from "./pairs";

/** The figures of every pair that was accepted, and at the end a line for each pair. */
export function pairsTables(outcomes: readonly PairOutcome[]): string {
  const reports = outcomes.flatMap(({ report }) => (report === undefined ? [] : [report]));
  const head = ["stages", "outcome", "pulumi up", "claims"];
  const colAligns = ["left", "left", "right", "left"] as const;
  const table = new Table({ head, style: { head: [], border: [], compact: true }, colAligns: [...colAligns] });
  for (const outcome of outcomes) table.push(rowOf(outcome));
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(markOf(outcome), (counts.get(markOf(outcome)) ?? 0) + 1);
  const sum = [...counts].map(([mark, count]) => `${count} ${mark}`).join(", ");
  const figures = reports.map(asTables).join("\n");
  return `${figures}\n${table.toString()}\n${outcomes.length} pairs: ${sum}\n${chanceOfFalseAlarm(reports)}\n`;
}

function markOf({ report }: PairOutcome): "refused" | "proven" | "FAILED" {
  if (report === undefined) return "refused";
  return exitCodeOf(report) === 0 ? "proven" : "FAILED";
}

function rowOf(outcome: PairOutcome): string[] {
  const { pair, refused, up, report } = outcome;
  const claims = report?.claims.map(({ verdict, seconds }) => `${verdict.because} (${seconds.toFixed(1)} s)`);
  const time = up === undefined ? "" : `${up.toFixed(1)} s`;
  return [pair.join(","), markOf(outcome), time, refused ?? claims?.join("; ") ?? ""];
}

export function pairsJson(outcomes: readonly PairOutcome[]): string {
  return JSON.stringify({ proven: pairsProven(outcomes), pairs: outcomes }, null, 2);
}
