import { type Policies, PolicyPack } from "@pulumi/policy";
import type { ResourceRule, StackRule } from "./rule";
import { declaredSubsets } from "./rules/declared-subsets";
import { namedHosts } from "./rules/named-hosts";
import { pinnedImages } from "./rules/pinned-images";
import { reasonForRoot } from "./rules/reason-for-root";
import { wholeWeights } from "./rules/whole-weights";

const resourceRules: readonly ResourceRule[] = [pinnedImages, reasonForRoot, wholeWeights, namedHosts];
const stackRules: readonly StackRule[] = [declaredSubsets];

const policies: Policies = [
  ...resourceRules.map(({ name, description, violations }) => ({
    name,
    description,
    validateResource: (resource: Parameters<typeof violations>[0], report: (message: string) => void) =>
      violations(resource).forEach((message) => report(message)),
  })),
  ...stackRules.map(({ name, description, violations }) => ({
    name,
    description,
    validateStack: (
      { resources }: { resources: Parameters<typeof violations>[0] },
      report: (message: string, urn: string) => void,
    ) => violations(resources).forEach(({ message, urn }) => report(message, urn)),
  })),
];

new PolicyPack("sock-shop", { enforcementLevel: "mandatory", policies });
