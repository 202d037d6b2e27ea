import Table from "cli-table3";
import { type Figure, units } from "./figure.ts";
import { summarize } from "./statistics.ts";

/** What one bench found. */
export interface Result {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** For programs: every figure with each of its values, nothing rounded. */
export const asJson = (results: readonly Result[]): string =>
  JSON.stringify(
    results.map(({ figures, ...bench }) => ({
      ...bench,
      figures: figures.map((figure) => ({ ...figure, ...summarize(figure.values) })),
    })),
    null,
    2,
  );

/** For people and for docs/bench.md: a table in Markdown, which reads the same in a terminal. */
export function asTable(results: readonly Result[]): string {
  const chars = { top: "", "top-mid": "", "top-left": "", "top-right": "" };
  const table = new Table({
    head: ["what", "median", "middle half", "rounds", "aim"],
    colAligns: ["left", "right", "right", "right", "left"],
    style: { head: [], border: [], compact: true },
    chars: {
      ...chars,
      ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
      ...{ left: "|", right: "|", middle: "|", mid: "-", "mid-mid": "|", "left-mid": "|", "right-mid": "|" },
    },
  });
  for (const { name, figures } of results) {
    table.push([`**${name}**`, "", "", "", ""]);
    table.push(...figures.map(row));
  }
  return table.toString();
}

function row({ what, unit, values, aim }: Figure): string[] {
  const { median, quartiles, count } = summarize(values);
  const { symbol, digits } = units[unit];
  const show = (value: number) => `${value.toFixed(digits)} ${symbol}`;
  const spread = count > 1 ? quartiles.map((value) => value.toFixed(digits)).join(" to ") : "";
  return [what, show(median), spread, String(count), aim === undefined ? "" : verdict(median, aim, show)];
}

const verdict = (median: number, aim: number, show: (value: number) => string): string =>
  `${median <= aim ? "met" : "MISSED"}: at most ${show(aim)}`;
