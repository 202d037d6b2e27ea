import type { Bench } from "../bench.ts";
import { gateway } from "./gateway.ts";
import { growth } from "./growth.ts";
import { lab } from "./lab.ts";
import { live } from "./live.ts";
import { program } from "./program.ts";
import { stageSwitch } from "./switch.ts";
import { telemetry } from "./telemetry.ts";
import { unchanged } from "./unchanged.ts";

/** By name, in the order in which they run: those that need no running lab before those that do. */
export const benches = {
  program,
  growth,
  lab,
  unchanged,
  switch: stageSwitch,
  gateway,
  telemetry,
  live,
} satisfies Record<string, Bench>;

export type BenchName = keyof typeof benches;
