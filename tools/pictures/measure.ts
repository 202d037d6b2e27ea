import { reportFailure } from "../../command-line/failure.ts";
import { interruptible, untilInterrupted } from "../../command-line/interruption.ts";
import { Progress } from "../../verify/progress.ts";
import { keep } from "./measured.ts";
import { pages } from "./pages/index.ts";
import { plots } from "./plots/index.ts";
import { withLabShop } from "./lab-shop.ts";
import { takePage } from "./tool-page.ts";

/** Measures the plots of these names and keeps their data; takes the pages among them. Runs in the lab's shell, since main.ts stands outside of it. */
async function measure(names: readonly string[]): Promise<void> {
  const progress = new Progress(process.stderr);
  const signal = untilInterrupted(progress.say);
  await interruptible(signal, () =>
    withLabShop(progress.say, signal, async (shop) => {
      for (const name of names) {
        const page = pages[name];
        if (page !== undefined) {
          progress.say(`taking ${name}`);
          await takePage(name, page, shop);
          continue;
        }
        const plot = plots[name];
        if (plot === undefined) throw new Error(`no plot ${name}`);
        progress.say(`measuring ${name}`);
        const rows = await plot.measure(shop);
        await shop.clear();
        await keep({ plot: name, date: new Date().toISOString().slice(0, 10), how: plot.how, rows });
      }
    }),
  ).finally(() => progress.clear());
}

// Ended by hand: connections to the cluster may still be open.
measure(process.argv.slice(2)).then(
  () => process.exit(),
  (error: unknown) => process.exit(reportFailure(error)),
);
