/**
 * Builds the newest Pulumi that the Go proxy serves, as pinned here, unless it is in the cache. Its own language host is not
 * served, so the lab's stands in, as for the pinned Pulumi. Makes a home with its plugins in the folder named first; prints
 * the program's folder.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { cacheDir } from "../../../lab/paths.ts";
import { furnishPulumiHome } from "../../../lab/pulumi-home.ts";
import { go, lean } from "../../../lab/toolchain/go.ts";
import { wholeFolder } from "../../../lab/whole-folder.ts";

const [, , home = ""] = process.argv;
const here = import.meta.dirname;
const pins = ["go.mod", "go.sum"].map((file) => readFileSync(`${here}/${file}`, "utf8"));
const [, version = ""] = /^require github\.com\/pulumi\/pulumi\/pkg\/v3 (\S+)/m.exec(pins.join("\n")) ?? [];
const link = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;

const folder = `${cacheDir}/newest-pulumi-${createHash("sha256").update(pins.join("\n")).digest("hex").slice(0, 12)}`;
await wholeFolder(folder, async (partial) => {
  await go(here, ["build", ...lean, "-ldflags", link, "-o", `${partial}/`, "tool"], undefined);
});
await furnishPulumiHome(home);
process.stdout.write(folder);
