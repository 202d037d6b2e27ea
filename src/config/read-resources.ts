import type { Config } from "@pulumi/pulumi";
import { badConfig } from "./bad-config";
import { type ObjectConfig, optional, readObject } from "./object-config";
import { bytes, cores } from "./quantity";
import { containers } from "../shop/containers";
import { changed, everyContainer, type ResourceChanges, type Resources, sidecarContainer } from "../shop/resources";

const measures = {
  cpu: { of: cores, allowed: "an amount of CPU, such as 5m, 0.5 or 2", example: "5m" },
  memory: { of: bytes, allowed: "an amount of memory, such as 64Mi, 1Gi or 500M", example: "64Mi" },
} as const;
const measured = ["cpu", "memory"] as const;

const known = [everyContainer, ...Object.keys(containers), sidecarContainer];

const resourcesObject: ObjectConfig<ResourceChanges> = {
  key: "resources",
  schema: (z) => {
    const quantities = z
      .strictObject(
        optional(measured, (measure) =>
          z
            // `pulumi config set --path` makes a number of what looks like one.
            .union([z.string(), z.number()])
            .transform(String)
            .refine((text) => measures[measure].of(text) !== undefined)
            .meta(measures[measure]),
        ),
      )
      .meta({ allowed: "an object with cpu and memory" });
    const resources = z
      .strictObject(optional(["requests", "limits"], () => quantities))
      .meta({ allowed: "an object with requests and limits" });
    return z.strictObject(optional(known, () => resources)).meta({
      allowed: "an object with requests and limits for each Deployment to change, or for all",
      example: "all.requests.cpu 5m",
    });
  },
};

/** What config changes of the containers' requests and limits. A RunError where the API server would refuse it. */
export function readResources(config: Config): ResourceChanges {
  const changes = readObject(config, resourcesObject) ?? {};
  for (const [name, { declaration }] of Object.entries(containers)) {
    refuseRequestsBeyond(name, changed(declaration.resources, name, changes));
  }
  refuseRequestsBeyond(sidecarContainer, changes[sidecarContainer] ?? {});
  return changes;
}

/** A container may not ask for more than it is held to. */
function refuseRequestsBeyond(name: string, { requests, limits }: Resources) {
  for (const measure of measured) {
    const [request, limit] = [requests?.[measure], limits?.[measure]];
    if (request === undefined || limit === undefined) continue;
    const amount = measures[measure].of;
    if ((amount(request) ?? 0) <= (amount(limit) ?? 0)) continue;
    const key = `resources.${name}.requests.${measure}`;
    const allowed = `at most its limit, ${limit}`;
    throw badConfig(key, request, allowed, `pulumi config set --path ${key} ${limit}`);
  }
}
