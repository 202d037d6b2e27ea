import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Mistake } from "../../command-line/mistake.ts";
import { projectDir } from "../../lab/paths.ts";

export const docsDir = join(projectDir, "docs");

/** What is kept of a run beside its plot, so that a reader can check the one against the other. */
export interface Measured<Rows> {
  readonly plot: string;
  /** Day of the run, as 2026-11-24. */
  readonly date: string;
  /** What was done and where it was counted. */
  readonly how: string;
  readonly rows: Rows;
}

const fileOf = (plot: string): string => join(docsDir, "data", `${plot}.json`);

export async function keep(measured: Measured<unknown>): Promise<void> {
  await mkdir(join(docsDir, "data"), { recursive: true });
  await writeFile(fileOf(measured.plot), `${asLines(measured)}\n`);
}

export async function recall(plot: string): Promise<Measured<unknown>> {
  const text = await readFile(fileOf(plot), "utf8").catch(() => {
    throw new Mistake(`there is no data of ${plot} to draw`, `npm run pictures -- ${plot}`);
  });
  return JSON.parse(text) as Measured<unknown>;
}

/** JSON with each row on a line of its own: short, and legible as a diff. */
function asLines({ rows, ...head }: Measured<unknown>): string {
  const tables = Object.entries(rows as Record<string, unknown>).map(([name, table]) => {
    if (!Array.isArray(table)) return `    ${JSON.stringify(name)}: ${JSON.stringify(table)}`;
    const lines = table.map((row) => `      ${JSON.stringify(row)}`).join(",\n");
    return `    ${JSON.stringify(name)}: [\n${lines}\n    ]`;
  });
  const fields = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${fields.join(",\n")},\n  "rows": {\n${tables.join(",\n")}\n  }\n}`;
}
