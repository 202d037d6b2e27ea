import { join } from "node:path";
import type { Page } from "playwright-core";
import { openTool } from "../../lab/open.ts";
import type { ToolName } from "../../lab/tools.ts";
import { SteadyLoad, type Stream } from "../../verify/tour/steady-load.ts";
import { openBrowser } from "../browser/open-browser.ts";
import { docsDir } from "./measured.ts";
import type { LabShop } from "./plot.ts";

/** A picture of a page that something beside the shop has of its own. It has the name of its file. */
export interface ToolPage {
  /** What one sees, in a sentence for `--list`. */
  readonly shows: string;
  /** Whose page it is, as `npm run lab -- open` knows it. */
  readonly tool: ToolName;
  /** Stages that are deployed for it. */
  readonly stage: string;
  /** What visitors ask for until it is taken. */
  readonly visits: readonly Stream[];
  /** Height of the picture, in pixels. It is 1280 wide. */
  readonly height: number;
  /** Leads the browser to what is to be seen, until that is there. An error where it does not come. */
  readonly show: (page: Page, tool: URL, shop: LabShop) => Promise<void>;
}

/** Takes the picture into docs/, in the lab's shell. */
export async function takePage(name: string, toolPage: ToolPage, shop: LabShop): Promise<void> {
  const { tool, stage, visits, height, show } = toolPage;
  const { ground, deploy } = shop;
  await deploy(stage);
  const browser = await openBrowser();
  const load = new SteadyLoad(ground.url, visits, ground.signal);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height } });
    await whileOpen(tool, ground, async (url) => {
      await show(page, url, shop);
      await page.screenshot({ path: join(docsDir, `${name}.png`) });
    });
  } finally {
    load.stop();
    await browser.close();
  }
}

/** Opens the tool's pages for as long as they are used. */
async function whileOpen(
  tool: ToolName,
  { namespace, signal }: LabShop["ground"],
  use: (url: URL) => Promise<void>,
): Promise<void> {
  const used = new AbortController();
  const close = () => used.abort();
  let using: Promise<void> | undefined;
  try {
    await openTool(tool, { namespace }, AbortSignal.any([signal, used.signal]), (url) => {
      using = use(new URL(url));
      using.then(close, close);
    });
  } catch (error) {
    // Closed by whoever used it, who may have failed.
    if (!used.signal.aborted) throw error;
  }
  await using;
}
