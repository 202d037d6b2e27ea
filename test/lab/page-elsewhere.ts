import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { shop } from "./visitor";

/** A web page that is not the shop's: another port of this machine is another origin. */
export interface PageElsewhere extends AsyncDisposable {
  readonly origin: string;
}

export async function servePageElsewhere(): Promise<PageElsewhere> {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end("<p>elsewhere"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * What a script on a page at `origin` gets from the shop: the answer's status, or what the browser says for keeping it from
 * the script.
 */
export async function fetchAs(browser: Browser, origin: string, method: string, path: string): Promise<string> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(origin);
    const complaint = page.waitForEvent("console", (message) => message.type() === "error");
    // Where the script gets its answer, nothing is said; the page's end is then no failure.
    const said = complaint.then(
      (message) => /blocked by CORS policy/.exec(message.text())?.[0] ?? message.text(),
      () => "nothing",
    );
    const status = await page.evaluate(
      ([url, method]) =>
        fetch(url, { method }).then(
          (answer) => answer.status,
          () => undefined,
        ),
      [shop + path, method] as const,
    );
    return status === undefined ? await said : String(status);
  } finally {
    await context.close();
  }
}
