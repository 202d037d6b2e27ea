import type { Bench } from "../bench.ts";
import { growth } from "./growth.ts";
import { program } from "./program.ts";

/** By name, in the order in which they run. */
export const benches = { program, growth } satisfies Record<string, Bench>;

export type BenchName = keyof typeof benches;
