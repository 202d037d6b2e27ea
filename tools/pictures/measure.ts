import { setMaxListeners } from "node:events";
import { interruptedCode, reportAndExit } from "../../lab/failure.ts";
import { Mistake } from "../../verify/mistake.ts";
import { Progress } from "../../verify/progress.ts";
import { keep } from "./measured.ts";
import { plots } from "./plots/index.ts";
import { withStand } from "./stand.ts";

/** Measures the plots of these names and keeps their data. Runs in the lab's shell, since main.ts stands outside of it. */
async function measure(names: readonly string[]): Promise<void> {
  const progress = new Progress(process.stderr);
  await withStand(progress.say, untilStopped(), async (stand) => {
    for (const name of names) {
      const plot = plots[name];
      if (plot === undefined) throw new Error(`no plot ${name}`);
      progress.say(`measuring ${name}`);
      const rows = await plot.measure(stand);
      await stand.clear();
      await keep({ plot: name, date: new Date().toISOString().slice(0, 10), how: plot.how, rows });
    }
  });
  progress.clear();
}

function untilStopped(): AbortSignal {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const stop = () => (controller.signal.aborted ? process.exit(interruptedCode) : controller.abort());
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, stop);
  return controller.signal;
}

measure(process.argv.slice(2))
  .then(() => process.exit(0))
  .catch((error: unknown) => {
    if (!(error instanceof Mistake)) return reportAndExit(error);
    process.stderr.write(`error: ${error.message}\n`);
    process.exit(1);
  });
