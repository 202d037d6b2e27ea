import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../lab/visitor";
import { madeUp, writeRecording } from "./live/made-up";
import { projectDir } from "../lab/lab";

const folder = mkdtempSync(join(tmpdir(), "sock-shop-live-"));
const recording = join(folder, "made-up.jsonl");
writeRecording(recording, madeUp());

jest.setTimeout(120_000);

let browser: Browser;
let program: ChildProcess;
let address = "";

/** A port of the loopback that nobody has. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The page's own program, on a recording. */
async function start(port: number, speed: number): Promise<[ChildProcess, string]> {
  const args = ["tsx", "tools/live/main.ts", "--replay", recording, "--port", String(port), "--speed", String(speed)];
  const started = spawn("npx", args, { cwd: projectDir, stdio: ["ignore", "pipe", "inherit"], detached: true });
  for await (const line of createInterface({ input: started.stdout })) {
    const [, url] = /^The page: (.+)$/.exec(line) ?? [];
    if (url !== undefined) return [started, url];
  }
  throw new Error("npm run live said no address");
}

async function stop(started: ChildProcess): Promise<void> {
  const ended = once(started, "close");
  process.kill(-(started.pid ?? 0), "SIGKILL");
  await ended;
}

beforeAll(async () => {
  browser = await openBrowser();
  [program, address] = await start(await freePort(), 20);
});
afterAll(async () => {
  await browser.close();
  await stop(program);
  rmSync(folder, { recursive: true });
});

let context: BrowserContext;
let page: Page;
const requests: string[] = [];
const errors: string[] = [];
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  page = await context.newPage();
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(address);
  await page.getByRole("heading", { level: 1 }).waitFor();
});
afterEach(() => context.close());

const standing = () => page.locator(".standing").innerText();

test("the first picture is there within three seconds, and nothing came from anywhere else", async () => {
  const before = Date.now();
  await page.reload();
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(Date.now() - before).toBeLessThan(3000);
  expect(requests.filter((url) => !url.startsWith(address))).toEqual([]);
  expect(errors).toEqual([]);
});

test("all that a browser loads is at most 130 KB, 50 KB compressed", async () => {
  const texts = await Promise.all(
    ["/", "/page.js", "/page.css"].map(async (path) => (await fetch(address + path)).text()),
  );
  const all = texts.join("");
  expect(all.length).toBeLessThan(130_000);
  expect(gzipSync(all).length).toBeLessThan(50_000);
});

test("nothing is smaller than 28 px, and the key numbers are at least 72 px", async () => {
  const sizes = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement | SVGElement>("main *")].flatMap((element) => {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      if (!own || element.closest(".heard")) return [];
      const drawing = element.closest("svg")?.getScreenCTM();
      const size = parseFloat(getComputedStyle(element).fontSize) * (drawing?.a ?? 1);
      return [{ text: element.textContent, size, key: element.matches("h1, .number, .share") }];
    }),
  );
  expect(sizes.filter(({ size }) => size < 28)).toEqual([]);
  expect(sizes.filter(({ size, key }) => key && size < 72)).toEqual([]);
  expect(sizes.filter(({ key }) => key).length).toBeGreaterThanOrEqual(5);
});

test.each(["dark", "light"])("axe finds nothing to complain of where it is %s", async (theme) => {
  if (theme === "light") await page.keyboard.press("t");
  expect(await page.locator("html").getAttribute("data-theme")).toBe(theme);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
});

test("half a screen has everything, with nothing beyond its edge", async () => {
  await page.setViewportSize({ width: 960, height: 1080 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(960);
  await page.locator(".number").first().waitFor();
});

test("keys pause, leave the dots alone, and list themselves", async () => {
  await page.keyboard.press("?");
  await page.getByText("space: pause").waitFor();
  await page.keyboard.press("d");
  expect(await page.locator(".tiles").isVisible()).toBe(false);
  await page.keyboard.press("d");
  await page.keyboard.press(" ");
  await page.getByRole("button", { name: "paused" }).waitFor();
  await page.keyboard.press(" ");
  await page.getByRole("button", { name: "pause", exact: true }).waitFor();
});

test("shares are those of the requests since the switch, beside what was asked for", async () => {
  await page.getByText("20.0 %").first().waitFor();
  await page.getByText("80.0 %").first().waitFor();
  await page.getByText(/^v2 answers 20\.0 % of [\d,]+ requests; asked for 20 %$/).waitFor();
  await page.getByText("served by 17 of 17 proxies").waitFor();
  await page.getByText(/last switch: all proxies serve after \d\.\d s, up done after \d\.\d s/).waitFor();
});

test("a screen reader is told of the stage in a sentence", async () => {
  await page
    .locator("header [aria-live=polite]")
    .filter({ hasText: /^Switched to .+: .+\.$/ })
    .waitFor({ state: "attached" });
});

test("without its program the page says within four seconds that it is stale, and recovers by itself", async () => {
  const port = await freePort();
  const [other, url] = await start(port, 20);
  await page.goto(url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await stop(other);
  await page.getByText("stale: npm run live is not heard").waitFor({ timeout: 4000 });
  const [again] = await start(port, 20);
  try {
    await page.locator(".standing:not(:has-text('not heard'))").waitFor({ timeout: 15_000 });
    expect(await standing()).not.toContain("not heard");
  } finally {
    await stop(again);
  }
});
