import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join, resolve } from "node:path";

export const checkout = resolve(__dirname, "../..");

/** Copies the checkout's files as they are now into a folder, without what git ignores. */
export function copyCheckout(folder: string): void {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", list, { cwd: checkout, encoding: "utf8" });
  for (const file of files.split("\0").filter(Boolean)) cpSync(join(checkout, file), join(folder, file));
}
