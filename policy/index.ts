import { type Policies, PolicyPack } from "@pulumi/policy";
import { resourceRules, stackRules } from "./rules";

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
