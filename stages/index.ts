import type { Stage } from "../src/stage/stage";
import { abortFault } from "./abort-fault";
import { accessLog } from "./access-log";
import { authorization } from "./authorization";
import { baseline } from "./baseline";
import { blueGreen } from "./blue-green";
import { canary } from "./canary";
import { circuitBreaking } from "./circuit-breaking";
import { cors } from "./cors";
import { delayFault } from "./delay-fault";
import { egress } from "./egress";
import { gatewayTls } from "./gateway-tls";
import { globalRateLimit } from "./global-rate-limit";
import { headerRouting } from "./header-routing";
import { jwt } from "./jwt";
import { jwtRouting } from "./jwt-routing";
import { loadBalancing } from "./load-balancing";
import { localRateLimit } from "./local-rate-limit";
import { metrics } from "./metrics";
import { mirroring } from "./mirroring";
import { mutualTls } from "./mutual-tls";
import { retries } from "./retries";
import { timeouts } from "./timeouts";
import { tracing } from "./tracing";

/** The stages of the talk in its order, by the name that config, claims and tests know them by. */
export const stages = {
  baseline,
  "blue-green": blueGreen,
  canary,
  "header-routing": headerRouting,
  mirroring,
  "delay-fault": delayFault,
  "abort-fault": abortFault,
  "load-balancing": loadBalancing,
  "circuit-breaking": circuitBreaking,
  retries,
  timeouts,
  cors,
  "local-rate-limit": localRateLimit,
  "global-rate-limit": globalRateLimit,
  "mutual-tls": mutualTls,
  authorization,
  jwt,
  "jwt-routing": jwtRouting,
  egress,
  "gateway-tls": gatewayTls,
  "access-log": accessLog,
  metrics,
  tracing,
} satisfies Record<string, Stage>;
