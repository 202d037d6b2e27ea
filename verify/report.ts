import Table from "cli-table3";
import type { Finding, Unit } from "./finding";
import { formatDuration } from "./duration";
import type { ClaimOutcome, Verdict } from "./outcome";

/** All that one run found. */
export interface Report {
  readonly context: string;
  readonly namespace: string;
  readonly url: string;
  /** The stages that were deployed. */
  readonly deployed: string;
  /** Whether the claims were run where they must fail. */
  readonly control: boolean;
  readonly claims: readonly (ClaimOutcome & { readonly verdict: Verdict })[];
}

/** How likely a right mesh is to fail runs that made these figures; controls, where figures must be wrong, do not count. */
export function chanceOfFalseAlarm(reports: readonly Report[]): string {
  const claims = reports.filter(({ control }) => !control).flatMap((report) => report.claims);
  const chance = claims.flatMap(({ findings }) => findings).reduce((sum, { falseAlarm }) => sum + falseAlarm, 0);
  return `A right mesh would fail this run by chance once in ${chance === 0 ? "no" : Math.floor(1 / chance)} times.`;
}

/** How a run ended, for the shell: proven or not. */
export function exitCodeOf({ claims }: Report): 0 | 1 {
  return claims.length > 0 && claims.every(({ verdict }) => verdict.proven) ? 0 : 1;
}

/** The report for programs: one JSON object, the same figures as in the table and nothing rounded. */
export function asJson(report: Report): string {
  // JSON has no Infinity: an upper limit that there is not becomes null.
  return JSON.stringify({ proven: exitCodeOf(report) === 0, ...report }, null, 2);
}

/** The report for people. It has no colours, so that it reads the same in a terminal, a pipe and a file. */
export function asTables(report: Report): string {
  const title = `${report.url} on ${report.context}, namespace ${report.namespace}, stage ${report.deployed}`;
  const parts = report.claims.map((claim) => {
    const numbers = Object.entries(claim.expected).map(([name, value]) => `${name} ${value}`);
    const heading = [`${claim.stage}: ${claim.shows}`, ...numbers].join(" · ");
    const mark = claim.verdict.proven ? "ok" : "FAILED";
    return `${heading}\n${tableOf(claim.findings)}\n${mark}: ${claim.verdict.because} (${claim.seconds.toFixed(1)} s)`;
  });
  return [title, ...parts].join("\n\n") + "\n";
}

function tableOf(findings: readonly Finding[]): string {
  const head = ["what", "where", "expected", "seen", "of", ""];
  const table = new Table({ head, style: { head: [], border: [], compact: true }, colAligns: ["left", "left"] });
  for (const finding of findings) {
    const { what, where, unit, seen, of, holds } = finding;
    table.push([what, where, expectation(finding), figure(seen, unit), String(of), holds ? "ok" : "WRONG"]);
  }
  return table.toString();
}

/** What the figure should be, with its band where it has one. */
function expectation({ unit, expected, low, high }: Finding): string {
  if (low === high) return figure(expected, unit);
  if (high === Infinity) return `${figure(low, unit)} or more`;
  if (unit === "share") return `${figure(expected, unit)} (${figure(low, unit)} to ${figure(high, unit)})`;
  if (low > 0) return `${figure(low, unit)} to ${figure(high, unit)}`;
  return unit === "seconds" ? `below ${figure(high, unit)}` : `${figure(high, unit)} or less`;
}

function figure(value: number, unit: Unit): string {
  if (unit === "share") return `${Number((value * 100).toFixed(1))} %`;
  return unit === "seconds" ? formatDuration(value * 1000) : String(value);
}
