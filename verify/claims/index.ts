import type { ProvableClaim } from "../claim";
import { provable } from "../claim";
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

/** Every claim, by the name of its stage, in the order of the talk. A new one is a file and a line here. */
export const claims = {
  baseline: provable(baseline),
  "blue-green": provable(blueGreen),
  canary: provable(canary),
  "header-routing": provable(headerRouting),
  mirroring: provable(mirroring),
  "delay-fault": provable(delayFault),
  "abort-fault": provable(abortFault),
  "load-balancing": provable(loadBalancing),
  "circuit-breaking": provable(circuitBreaking),
  retries: provable(retries),
  timeouts: provable(timeouts),
  cors: provable(cors),
  "local-rate-limit": provable(localRateLimit),
  "global-rate-limit": provable(globalRateLimit),
  "mutual-tls": provable(mutualTls),
  authorization: provable(authorization),
  jwt: provable(jwt),
  "jwt-routing": provable(jwtRouting),
  egress: provable(egress),
  "gateway-tls": provable(gatewayTls),
  "access-log": provable(accessLog),
  metrics: provable(metrics),
  tracing: provable(tracing),
} satisfies Record<string, ProvableClaim>;

export type StageName = keyof typeof claims;

export const stageNames = Object.keys(claims) as StageName[];
