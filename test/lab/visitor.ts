import { join } from "node:path";
import type { Page } from "playwright-core";
import { projectDir } from "./lab";

export const shop = "http://localhost:8080";
/** Where stage gateway-tls serves it. */
export const shopOverTls = "https://localhost:8443";

/** Buys a sock as the shop's account `user`. @returns the version of front-end on each page, and the order's total */
export async function buySock(page: Page, address = shop): Promise<{ versions: string[]; total: string }> {
  const versions: string[] = [];
  const open = async (path: string) => {
    await page.goto(address + path);
    versions.push((await page.textContent("#version")) ?? "");
  };
  await open("/login.html");
  await page.fill("[name=username]", "user");
  await page.fill("[name=password]", "password");
  await page.click("#login button");
  await page.getByText("Log out").waitFor();
  const before = await ordersOf(page, open);
  // Crossed: below what payment declines, and with a price that no other sock has.
  await open("/detail.html?id=808a2de1-1aaa-4c25-a9b9-6612e8f29a38");
  await page.click("#sock button");
  await page.getByText("Buy another").waitFor();
  await open("/basket.html");
  await page.locator("#order:enabled").click();
  await page.waitForURL(/customer-orders/);
  const after = await ordersOf(page, open);
  const [bought = ""] = after.filter((order) => !before.includes(order));
  return { versions, total: /\$[\d.]+/.exec(bought)?.[0] ?? `no new order among ${after.length}` };
}

async function ordersOf(page: Page, open: (path: string) => Promise<void>): Promise<string[]> {
  await open("/customer-orders.html");
  await page.locator("#orders tr, #orders:has-text('None yet')").first().waitFor();
  return page.locator("#orders tr").allTextContents();
}

/** Keeps a picture for the README where `npm run pictures` asks for it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES === "write") await page.screenshot({ path: join(projectDir, "docs", `${name}.png`) });
}
