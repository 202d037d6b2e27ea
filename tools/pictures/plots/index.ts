import type { AnyPlot } from "../plot.ts";
import { abortFault } from "./abort-fault.ts";
import { authorization } from "./authorization.ts";
import { circuitBreaking } from "./circuit-breaking.ts";
import { delayFault } from "./delay-fault.ts";
import { globalRateLimit } from "./global-rate-limit.ts";
import { headerRouting } from "./header-routing.ts";
import { loadBalancing } from "./load-balancing.ts";
import { localRateLimit } from "./local-rate-limit.ts";
import { mirroring } from "./mirroring.ts";
import { retries } from "./retries.ts";
import { switching } from "./switching.ts";
import { timeouts } from "./timeouts.ts";

/** The plots in the order of the talk, by the name of their file. */
export const plots: Readonly<Record<string, AnyPlot>> = {
  switching,
  "header-routing": headerRouting,
  mirroring,
  "delay-fault": delayFault,
  "abort-fault": abortFault,
  "load-balancing": loadBalancing,
  "circuit-breaking": circuitBreaking,
  retries,
  timeouts,
  "local-rate-limit": localRateLimit,
  "global-rate-limit": globalRateLimit,
  authorization,
};
