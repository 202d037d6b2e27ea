import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { Mistake } from "../../command-line/mistake.ts";

const path = "/usr/bin/chromium";

/** Debian's Chromium, which asks nobody but whom it is sent to. */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(path)) throw new Mistake(`there is no ${path}`, "npm run browser");
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];
  return chromium.launch({ executablePath: path, args: ["--no-sandbox", "--disable-gpu", ...quiet] });
}
