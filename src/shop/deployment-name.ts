import type { Version } from "./service";

/** Name of the Deployment that runs a version: the bare service for v1, `front-end-v2` for others. */
export function deploymentName(service: string, version: Version): string {
  return version === "v1" ? service : `${service}-${version}`;
}
