import type { Labels } from "../selection";

/** The part of a DestinationRule that is read and changed here; what else it holds is carried along. */
export interface DestinationRule {
  readonly host: string;
  readonly exportTo?: readonly string[];
  readonly workloadSelector?: { readonly matchLabels: Labels };
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets?: readonly {
    readonly name: string;
    readonly labels?: Labels;
    readonly trafficPolicy?: TrafficPolicy;
  }[];
}

interface TrafficPolicy {
  readonly loadBalancer?: unknown;
  readonly portLevelSettings?: readonly { readonly loadBalancer?: unknown }[];
  readonly [field: string]: unknown;
}

/**
 * The deployed rule, as one caller shall see it: a rule with a workload selector takes the place of the deployed one in that
 * caller's sidecar and in no other. Routes, and all else of the rule, stay the deployed ones.
 */
export function privateFor(caller: Labels, deployed: DestinationRule): DestinationRule {
  // Istio merges a rule that is exported to its own namespace only into the private one, and the others would lose it.
  if (deployed.exportTo?.includes(".")) {
    throw new Error(
      `the DestinationRule for ${deployed.host} is exported to "." and cannot stand beside a private one`,
    );
  }
  return { ...deployed, exportTo: ["."], workloadSelector: { matchLabels: caller } };
}

/** The rule, with one subset made of other pods. */
export function withSubset(rule: DestinationRule, name: string, labels: Labels): DestinationRule {
  const subsets = rule.subsets ?? [];
  if (!subsets.some((subset) => subset.name === name)) {
    throw new Error(`the DestinationRule for ${rule.host} has no subset ${name}`);
  }
  return { ...rule, subsets: subsets.map((subset) => (subset.name === name ? { ...subset, labels } : subset)) };
}

/** The rule, with calls going round all pods of a subset in turn, whatever it said of load balancing. */
export function withTurns(rule: DestinationRule): DestinationRule {
  return {
    ...rule,
    trafficPolicy: turns(rule.trafficPolicy ?? {}),
    ...(rule.subsets && {
      subsets: rule.subsets.map((subset) => {
        return subset.trafficPolicy ? { ...subset, trafficPolicy: turns(subset.trafficPolicy) } : subset;
      }),
    }),
  };
}

/** The policy with load balancing in turn, for single ports too, since what they say outweighs the rest. */
function turns(policy: TrafficPolicy): TrafficPolicy {
  const loadBalancer = { simple: "ROUND_ROBIN" };
  const portLevelSettings = policy.portLevelSettings?.map((port) => ({ ...port, loadBalancer }));
  return { ...policy, loadBalancer, ...(portLevelSettings && { portLevelSettings }) };
}
