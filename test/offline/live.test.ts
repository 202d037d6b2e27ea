import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../../tools/browser/open-browser.ts";
import { chaptersOf } from "../../tools/live/seen/chapters.ts";
import { readRecording } from "../../tools/live/seen/recording.ts";
import { freePort, LivePage } from "../lab/live-page";
import { madeUp, writeRecording } from "./live/made-up";

const folder = mkdtempSync(join(tmpdir(), "sock-shop-live-"));
const recording = join(folder, "made-up.jsonl");
writeRecording(recording, madeUp());
const wholeTalk = "docs/data/talk.jsonl.gz";

jest.setTimeout(120_000);

/** The page's own program, on a recording. */
const show = (file: string, port: number, speed: number): Promise<LivePage> =>
  LivePage.start("--replay", file, "--port", String(port), "--speed", String(speed));

let browser: Browser;
let live: LivePage;
beforeAll(async () => {
  browser = await openBrowser();
  live = await show(recording, await freePort(), 20);
});
afterAll(async () => {
  await browser.close();
  await live[Symbol.asyncDispose]();
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
  await page.goto(live.address);
  await page.getByRole("heading", { level: 1 }).waitFor();
});
afterEach(() => context.close());

const standing = () => page.locator(".standing").innerText();

test("the first picture is there within three seconds, and nothing came from anywhere else", async () => {
  const before = Date.now();
  await page.reload();
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(Date.now() - before).toBeLessThan(3000);
  expect(requests.filter((url) => !url.startsWith(live.address))).toEqual([]);
  expect(errors).toEqual([]);
});

test("all that a browser loads is at most 130 KB, 50 KB compressed", async () => {
  const texts = await Promise.all(
    ["/", "/page.js", "/page.css"].map(async (path) => (await fetch(live.address + path)).text()),
  );
  const all = texts.join("");
  expect(all.length).toBeLessThan(130_000);
  expect(gzipSync(all).length).toBeLessThan(50_000);
});

test.each([1920, 960])(
  "%i px wide, nothing is smaller than 28 px, and key numbers are at least 72 px",
  async (width) => {
    await page.setViewportSize({ width, height: 1080 });
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
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll("main *")]
        .filter((element) => !element.closest(".heard") && element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => element.outerHTML),
    );
    expect(beyond.filter((html) => !/^<(svg|canvas)/.test(html))).toEqual([]);
    expect(sizes.filter(({ size, key }) => key && size < 72)).toEqual([]);
    expect(sizes.filter(({ key }) => key).length).toBeGreaterThanOrEqual(5);
  },
);

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
  const first = await show(recording, port, 20);
  await page.goto(first.address);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await first[Symbol.asyncDispose]();
  await page.getByText("stale: npm run live is not heard").waitFor({ timeout: 4000 });
  await using again = await show(recording, port, 20);
  expect(again.address).toBe(first.address);
  await page.locator(".standing:not(:has-text('not heard'))").waitFor({ timeout: 15_000 });
  expect(await standing()).not.toContain("not heard");
});

/** How many pixels of the dots' canvas are drawn on, added up over some frames. */
const drawn = (watched: Page): Promise<number> =>
  watched.locator("canvas.dots").evaluate(async (element) => {
    const canvas = element as HTMLCanvasElement;
    let count = 0;
    for (let frame = 0; frame < 30; frame += 1) {
      await new Promise(requestAnimationFrame);
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      for (let alpha = 3; alpha < data.length; alpha += 4) count += (data[alpha] ?? 0) > 0 ? 1 : 0;
    }
    return count;
  });

test("who asked for less motion sees no dots, and all the numbers", async () => {
  await using looped = await show(recording, await freePort(), 1);
  await page.goto(looped.address);
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await drawn(page)).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.reload();
  await page.locator(".number").first().waitFor();
  expect(await drawn(page)).toBe(0);
});

test("a page that is paused keeps its dots when its window changes", async () => {
  await using looped = await show(recording, await freePort(), 1);
  await page.goto(looped.address);
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await drawn(page)).toBeGreaterThan(0);
  await page.keyboard.press(" ");
  await page.getByRole("button", { name: "paused" }).waitFor();
  const before = await page.locator("canvas.dots").getAttribute("width");
  await page.setViewportSize({ width: 960, height: 1080 });
  await page.locator(`canvas.dots:not([width="${before}"])`).waitFor();
  expect(await drawn(page)).toBeGreaterThan(0);
});

/** WCAG's relative luminance of a colour of three bytes. */
function luminance([red = 0, green = 0, blue = 0]: readonly number[]): number {
  const linear = (byte: number) => (byte <= 10 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

const contrast = (one: readonly number[], other: readonly number[]): number => {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
};

test.each(["protanopia", "deuteranopia", "tritanopia", "achromatopsia"] as const)(
  "to an eye with %s both versions stand out, and differ by their shape",
  async (type) => {
    await page.getByText("20.0 %").first().waitFor();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setEmulatedVisionDeficiency", { type });
    const image = (await page.screenshot()).toString("base64");
    const places = await page.evaluate(() =>
      ["circle.v1", "rect.v2"].map((name) => {
        const box = document.querySelector(name)?.getBoundingClientRect();
        return box && { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 6) };
      }),
    );
    // The browser reads the picture too, on a page of its own: this one takes no data.
    const reader = await context.newPage();
    const colours = await reader.evaluate(
      async ([data, points]) => {
        const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
        const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
        context?.drawImage(picture, 0, 0);
        return points.map((at) => [...(context?.getImageData(at?.x ?? 0, at?.y ?? 0, 1, 1).data ?? [])].slice(0, 3));
      },
      [image, [...places, { x: 2, y: 2 }]] as const,
    );
    expect(places).not.toContain(undefined);
    const [v1 = [], v2 = [], ground = []] = colours;
    // What WCAG asks of graphics.
    for (const colour of [v1, v2]) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(3);
  },
);

test("the whole talk replays, in its order, each stage with what it shows, on half a screen without scrolling", async () => {
  await using talk = await show(wholeTalk, await freePort(), 8);
  await page.setViewportSize({ width: 960, height: 1080 });
  await page.goto(talk.address);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const names = chaptersOf(await readRecording(wholeTalk)).map(({ stage }) => stage);
  expect(names.length).toBeGreaterThan(20);
  const last = names.at(-1) ?? "";
  const seen = await page.evaluate(async (last) => {
    const headings: string[] = [];
    let height = 0;
    while (headings.at(-1) !== last) {
      await new Promise(requestAnimationFrame);
      const heading = document.querySelector("h1")?.textContent ?? "";
      const shows = document.querySelector(".shows")?.textContent ?? "";
      if (heading !== headings.at(-1) && shows !== "") headings.push(heading);
      const served = document.querySelector(".standing")?.textContent.startsWith("served by");
      if (served) height = Math.max(height, document.documentElement.scrollHeight);
    }
    return { headings, height };
  }, last);
  expect(seen.headings.filter((name) => name !== "no stage yet")).toEqual(names);
  expect(seen.height).toBeLessThanOrEqual(1080);
});
