import Table from "cli-table3";
import type { SwitchOutcome } from "./switches";

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

/** No request failed without a stage that stands for it, and there were requests. */
export function nothingDropped(outcomes: readonly SwitchOutcome[]): boolean {
  return outcomes.length > 0 && outcomes.every(({ requests, unexplained }) => requests > 0 && sum(unexplained) === 0);
}

/** The switches for people. */
export function switchTable(outcomes: readonly SwitchOutcome[]): string {
  const head = ["from", "to", "requests", "explained", "unexplained", "pulumi up", "then served"];
  const colAligns = ["left", "left", "right", "right", "right", "right", "right"] as const;
  const table = new Table({ head, style: { head: [], border: [], compact: true }, colAligns: [...colAligns] });
  const told = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([what, count]) => `${count} × ${what}`)
      .join(", ") || "0";
  for (const { from, to, requests, explained, unexplained, up, served } of outcomes) {
    const times = [`${up.toFixed(1)} s`, `${served.toFixed(1)} s`];
    table.push([from, to, String(requests), told(explained), told(unexplained), ...times]);
  }
  const all = outcomes.reduce((count, { requests }) => count + requests, 0);
  const dropped = outcomes.reduce((count, { unexplained }) => count + sum(unexplained), 0);
  return `${table.toString()}\n${outcomes.length} switches, ${all} requests, ${dropped} unexplained failures\n`;
}

export function switchJson(outcomes: readonly SwitchOutcome[]): string {
  return JSON.stringify({ proven: nothingDropped(outcomes), switches: outcomes }, null, 2);
}
