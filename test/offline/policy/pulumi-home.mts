/** Prepares the folder named as its argument for the lab's pinned Pulumi, and prints where that Pulumi is. */
import { dirname } from "node:path";
import { furnishPulumiHome } from "../../../lab/pulumi-home.ts";
import { program } from "../../../lab/toolchain/cache.ts";

const [, , home] = process.argv;
if (!home) throw new Error("no folder was named");
await furnishPulumiHome(home);
process.stdout.write(dirname(program("pulumi")));
