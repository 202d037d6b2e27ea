import { readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { execa } from "execa";
import { withTypeScript } from "../../command-line/with-typescript.ts";
import { runInLab } from "../../lab/environment.ts";
import { Mistake } from "../../command-line/mistake.ts";
import { projectDir } from "../../lab/paths.ts";
import { labStarted } from "../../lab/started.ts";
import { livePages, takeLivePage } from "./live-page.ts";
import { docsDir, recall } from "./measured.ts";
import { pages } from "./pages/index.ts";
import { plots } from "./plots/index.ts";
import { render } from "./render.ts";
import { bringBrowser, screenshots } from "./screenshots.ts";

/** Port of the lab that is started here; the browser's visit knows no other. */
const PORT = 8080;

const chosenPlots = (names: readonly string[]): string[] => names.filter((name) => name in plots);

/** Measures in the lab and draws; screenshots are taken there. */
export async function makePictures(names: readonly string[]): Promise<void> {
  if (names.some((name) => !(name in plots))) await bringBrowser();
  for (const [name, page] of Object.entries(livePages)) if (names.includes(name)) await takeLivePage(name, page);
  const inTheLab = names.filter((name) => !(name in livePages));
  if (inTheLab.length === 0) return;
  await inLab(async () => {
    const chosen = names.filter((name) => name in plots || name in pages);
    if (chosen.length > 0)
      await must([process.execPath, ...withTypeScript, join(import.meta.dirname, "measure.ts"), ...chosen]);
    await drawPictures(inTheLab);
    if (names.includes(screenshots.name)) await screenshots.take();
  });
}

/** Draws the plots anew from the data that is kept. */
export async function drawPictures(names: readonly string[]): Promise<void> {
  for (const name of chosenPlots(names)) {
    const file = fileOf(name);
    await writeFile(file, await drawn(name));
    process.stdout.write(`${relative(projectDir, file)}\n`);
  }
}

/** Sees whether each plot in docs/ is what its data gives, and names those that are not. */
export async function checkPictures(names: readonly string[]): Promise<boolean> {
  let right = true;
  for (const name of chosenPlots(names)) {
    const kept = await readFile(fileOf(name), "utf8").catch(() => "");
    if ((await drawn(name)) === kept) continue;
    right = false;
    const file = relative(projectDir, fileOf(name));
    process.stderr.write(`${file} is not what its data gives. Type: npm run pictures -- --draw ${name}\n`);
  }
  return right;
}

const fileOf = (name: string): string => join(docsDir, `${name}.svg`);

async function drawn(name: string): Promise<string> {
  const measured = await recall(name);
  const plot = plots[name];
  if (plot === undefined) throw new Error(`no plot ${name}`);
  return render(measured, plot.draw(measured.rows));
}

async function inLab(work: () => Promise<void>): Promise<void> {
  const startedHere = !labStarted();
  if (startedHere) await lab("start", "--port", String(PORT));
  try {
    await work();
  } finally {
    if (startedHere) await lab("stop");
  }
}

/** A process for each: one that has started the lab holds its lock to its own end. */
async function lab(...args: string[]): Promise<void> {
  const command = [...withTypeScript, join(projectDir, "lab/main.ts"), ...args];
  const { exitCode } = await execa(process.execPath, command, { stdio: "inherit", reject: false });
  if (exitCode !== 0) throw new Mistake("the lab is needed for this", "npm run lab -- status");
}

async function must(command: string[]): Promise<void> {
  // The command has said why it failed.
  if ((await runInLab(command)) !== 0) throw new Mistake("not all was measured, so no plot was drawn");
}
