import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import type { Browser, Page } from "playwright-core";
import { withTypeScript } from "../../command-line/with-typescript.ts";
import { projectDir } from "../../lab/paths.ts";
import { openBrowser } from "../browser/open-browser.ts";
import { processTree, usedBy } from "./process-tree.ts";

const port = 8094;

/** Of front-end. */
export type Version = "v1" | "v2";

interface Usage {
  readonly cpu: Record<"observer" | "server" | "browser", number>;
  readonly memory: Record<"observer" | "server", number>;
}

/** `npm run live`, with its page open in a browser. */
export class WatchedPage {
  private constructor(
    private readonly program: ReturnType<typeof execa>,
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly address: string,
  ) {}

  static async start(signal: AbortSignal): Promise<WatchedPage> {
    const args = [...withTypeScript, join(projectDir, "tools/live/main.ts"), "--load", "0", "--port", String(port)];
    const program = execa(process.execPath, args, {
      ...{ cwd: projectDir, reject: false, buffer: false, cancelSignal: signal },
      ...({ stdin: "ignore", stdout: "pipe", stderr: "inherit" } as const),
    });
    let address = "";
    for await (const line of createInterface({ input: program.stdout })) {
      address = /^The page: (.+)$/.exec(line)?.[1] ?? "";
      if (address !== "") break;
    }
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(address);
    await page.getByText(/served by \d+ of \d+ proxies/).waitFor();
    return new WatchedPage(program, browser, page, address);
  }

  /** Lets it watch, or stand still with its page closed. */
  async go(watch: boolean): Promise<void> {
    await this.load(0);
    for (const pid of await this.observer()) process.kill(pid, watch ? "SIGCONT" : "SIGSTOP");
    await this.page.goto(watch ? this.address : "about:blank");
    if (watch) await this.page.getByText(/^served by \d+ of \d+ proxies$/).waitFor();
  }

  private observer(): Promise<number[]> {
    return processTree(this.program.pid ?? 0, "tools/live/observe.ts");
  }

  async load(rate: number): Promise<void> {
    await fetch(`${this.address}/load`, {
      method: "POST",
      headers: { origin: this.address, "content-type": "application/json" },
      body: JSON.stringify({ rate }),
    });
  }

  async used(): Promise<Usage> {
    const [all, observer] = [
      await usedBy(await processTree(this.program.pid ?? 0)),
      await usedBy(await this.observer()),
    ];
    const session = await this.browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    await session.detach();
    const browser = processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    return {
      cpu: { observer: observer.cpu, server: all.cpu - observer.cpu, browser },
      memory: { observer: observer.memory, server: all.memory - observer.memory },
    };
  }

  /** When the page first had a dot and a share of that version, in milliseconds since 1970. */
  async untilShown(version: Version): Promise<Record<"dot" | "share", number>> {
    // No function in it has a name: the compiler would call a helper for each, which the page does not have.
    return this.page.evaluate(async (version) => {
      const seen = { dot: 0, share: 0 };
      const source = new EventSource("/events");
      source.addEventListener("visits", ({ data }: MessageEvent<string>) => {
        if (seen.dot > 0 || !data.includes(`"version":"${version}"`)) return;
        // Dots are on a canvas: each is drawn in the frame after it has come.
        requestAnimationFrame(() => (seen.dot = Date.now()));
      });
      while (seen.dot === 0 || seen.share === 0) {
        await new Promise(requestAnimationFrame);
        const share = document.querySelector(`.share.${version}`)?.textContent ?? "";
        if (seen.share === 0 && parseFloat(share) > 0) seen.share = Date.now();
      }
      source.close();
      return seen;
    }, version);
  }

  async stop(): Promise<void> {
    // One that stands still would not end; where it has ended already there is nothing to wake.
    await this.go(true).catch(() => undefined);
    await this.browser.close();
    this.program.kill("SIGINT");
    await this.program;
  }
}
