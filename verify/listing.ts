import Table from "cli-table3";
import { claims } from "./claims";
import type { ProvableClaim } from "./claim";

interface Row {
  readonly stage: string;
  readonly shows: string;
  readonly measured: string;
  readonly requests: number;
  readonly numbers: readonly string[];
  readonly control: string;
}

const USUAL = new Map<string, string>();

function rowOf(claim: ProvableClaim): Row {
  const trial = claim.expecting(USUAL);
  return {
    stage: claim.stage,
    shows: claim.shows,
    measured: claim.measured,
    requests: trial.requests,
    numbers: Object.entries(trial.expected).map(([name, value]) => `${name}=${value}`),
    control: `${trial.control.stage}: ${trial.control.because}`,
  };
}

/** All claims, for `--list`. */
export function listClaims(json: boolean): string {
  const rows = Object.values(claims).map(rowOf);
  if (json) return JSON.stringify(rows, null, 2) + "\n";
  const head = ["stage", "requests", "what it says, how it is measured, where it must fail"];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const { stage, shows, measured, requests, numbers, control } of rows) {
    const expect = numbers.length === 0 ? [] : [`--expect ${numbers.join(" --expect ")}`];
    table.push([stage, requests, [shows, `measured: ${measured}`, `control: ${control}`, ...expect].join("\n")]);
  }
  return table.toString() + "\n";
}
