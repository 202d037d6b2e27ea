/**
 * Slips that must not compile. `tsc` checks this file: an error that stays away from a marked line is itself an error.
 * Nothing runs it.
 */
import { DestinationRule, Gateway, type VirtualServiceSpec, VirtualService } from "../../../../src/mesh/istio";
import type { Changes, Stage } from "../../../../src/stage/stage";

const metadata = { name: "x" };

export function misspeltIstioFields(): void {
  // @ts-expect-error -- selectors, for selector
  new Gateway("x", { metadata, spec: { selectors: { istio: "x" } } });
  new VirtualService("x", {
    metadata,
    // @ts-expect-error -- wieght, for weight
    spec: { hosts: ["x"], http: [{ route: [{ destination: { host: "x" }, wieght: 1 }] }] },
  });
  new DestinationRule("x", {
    metadata,
    // @ts-expect-error -- consecutive5xxError, for consecutive5xxErrors
    spec: { host: "x", trafficPolicy: { outlierDetection: { consecutive5xxError: 1 } } },
  });
  // @ts-expect-error -- host is missing
  new DestinationRule("x", { metadata, spec: { subsets: [] } });
}

export const weightAsText: VirtualServiceSpec = {
  // @ts-expect-error -- a weight is a number
  http: [{ route: [{ destination: { host: "x" }, weight: "20" }] }],
};

export const routesOfADatabase: Changes = {
  // @ts-expect-error -- what speaks no HTTP has no routes
  services: { "carts-db": { routes: [{ to: "v1" }] } },
};

export const versionThatIsNotThere: Changes = {
  // @ts-expect-error -- the table has no v2 of catalogue
  services: { catalogue: { alsoRuns: ["v2"] } },
};

export const serviceThatIsNotThere: Changes = {
  // @ts-expect-error -- front-end is spelt with a hyphen
  services: { frontend: { replicas: 2 } },
};

export const misspeltFault: Changes = {
  // @ts-expect-error -- httpCode, for httpStatus
  services: { catalogue: { calls: { fault: { abort: { httpCode: 500 } } } } },
};

export const parameterWithoutLimits = {
  // @ts-expect-error -- a number says its least and its most
  parameters: { share: { type: "integer", default: 1, description: "x" } },
  shows: () => "x",
  changes: () => ({}),
} satisfies Stage<{ share: number }>;
