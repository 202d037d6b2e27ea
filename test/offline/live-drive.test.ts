import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { projectDir } from "../lab/lab";
import { openBrowser } from "../../tools/browser/open-browser";

jest.setTimeout(60_000);

let browser: Browser;
let program: ChildProcessByStdio<Writable, Readable, null>;
let said: Interface;
let address = "";
let context: BrowserContext;
let page: Page;

const nextLine = async (): Promise<string> => ((await once(said, "line")) as [string])[0];
const tell = (word: string) => void program.stdin.write(`${word}\n`);
const standing = (text: string | RegExp) => page.locator(".drive").getByText(text).waitFor({ timeout: 5000 });

beforeAll(async () => (browser = await openBrowser()));
afterAll(() => browser.close());
beforeEach(async () => {
  const args = ["--import", "tsx", "test/offline/live/driven-page.mts"];
  program = spawn(process.execPath, args, { cwd: projectDir, stdio: ["pipe", "pipe", "inherit"] });
  said = createInterface({ input: program.stdout });
  address = await nextLine();
  context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  page = await context.newPage();
  await page.goto(address);
  await standing("→ deploys the next stage, ← the one before");
});
afterEach(async () => {
  await context.close();
  const ended = once(program, "close");
  program.kill("SIGKILL");
  await ended;
});

/** Presses the key, and waits for what the program then does. */
async function press(key: string): Promise<string> {
  const line = nextLine();
  await page.keyboard.press(key);
  return line;
}

test("the audience does not read the token, and a reload keeps it", async () => {
  expect(new URL(address).hash).toMatch(/^#drive=[\w-]{32}$/);
  expect(new URL(page.url()).hash).toBe("");
  await page.reload();
  await standing("→ deploys the next stage");
  expect(await press("ArrowRight")).toBe("deploy canary");
});

test("a key deploys the next stage, says how far that is, has it proven and shows the verdict", async () => {
  expect(await press("ArrowRight")).toBe("deploy canary");
  await standing(/^→ canary: up, [12] s, 61 resources done, 4 changed · 14 of 16 proxies serve what was deployed$/);
  const proving = nextLine();
  tell("up");
  expect(await proving).toBe("npm run verify -- canary");
  await standing(/^canary: its claim, \d+ s, visitors wait · canary: 2000 pages$/);
  tell("claim");
  await standing(/^✓ proven: canary holds; deployed \d+\.\d s after the key$/);
  await page.getByRole("status").filter({ hasText: "✓ proven: canary holds" }).waitFor({ state: "attached" });
});

test("a second key is refused in words, and the refusal goes with what was in the way", async () => {
  await press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await standing("canary is being deployed: one at a time");
  tell("fail");
  await standing("✕ canary: up failed: the gateway's pods are not there: no pod has the label istio=ingressgateway");
  await page.locator(".drive").getByText("one at a time").waitFor({ state: "detached" });
  expect(await press("ArrowRight")).toBe("deploy canary");
});

test("a key before the stage is seen is refused, until it is", async () => {
  const unseen = nextLine();
  tell("unseen");
  expect(await unseen).toBe("nothing is seen");
  await page.keyboard.press("ArrowRight");
  await standing("which stage is deployed is not seen yet");
  tell("seen");
  await page.getByRole("heading", { level: 1, name: "baseline" }).waitFor();
  await page.locator(".drive").getByText("not seen yet").waitFor({ state: "detached", timeout: 5000 });
  expect(await press("ArrowRight")).toBe("deploy canary");
});

test("there is no stage before the first", async () => {
  await page.keyboard.press("ArrowLeft");
  await standing("this is the first stage");
});

test("a page without the token shows how it stands and deploys nothing", async () => {
  const other = await (await browser.newContext()).newPage();
  await other.goto(address.replace(/#.*/, ""));
  await other.locator(".drive").waitFor();
  await other.keyboard.press("ArrowRight");
  await other
    .locator(".drive")
    .getByText("open the address that npm run live has printed: it bears the token")
    .waitFor();
  await other.context().close();
  expect(await press("ArrowRight")).toBe("deploy canary");
});

test.each([1920, 960])("at %i px all is legible, within the page, and axe finds nothing", async (width) => {
  await page.setViewportSize({ width, height: 1080 });
  await press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await standing("one at a time");
  const sizes = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement | SVGElement>("main *")].flatMap((element) => {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      if (!own || element.closest(".heard")) return [];
      const drawing = element.closest("svg")?.getScreenCTM();
      return [{ text: element.textContent, size: parseFloat(getComputedStyle(element).fontSize) * (drawing?.a ?? 1) }];
    }),
  );
  // In half a page the drawing is half as wide, with or without a driver.
  expect(sizes.filter(({ size }) => width === 1920 && size < 28)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
});
