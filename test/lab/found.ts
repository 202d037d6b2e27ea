import { lab, succeeded } from "./lab";

/** Whether somebody's lab ran before the first test; then it runs after the last one too. Workers of Jest inherit it. */
const variable = "SOCK_SHOP_LAB_RAN_BEFORE_TESTS";

export const ranBeforeTests = (): boolean => process.env[variable] === "true";

/** Jest's globalSetup. */
export default async function lookForLab(): Promise<void> {
  process.env[variable] = String((await lab("status")).code === 0);
}

/** Ends the lab that tests started. */
export async function stopTestsLab(): Promise<void> {
  if (!ranBeforeTests()) succeeded(await lab("stop"));
}
