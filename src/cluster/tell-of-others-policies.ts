import * as pulumi from "@pulumi/pulumi";
import type { NamespaceChange } from "../stage/stage";
import { askCluster } from "./ask-cluster";
import type { ClusterAccess } from "./cluster";
import { othersPolicies, remarks } from "./others-policies";

/** Warns, where a stage is about policies, of those that hold for the shop too and are not this program's to change. */
export async function tellOfOthersPolicies(
  about: NamespaceChange,
  access: ClusterAccess | undefined,
  namespace: string,
): Promise<void> {
  const { mutualTls, callers, accessLog, tracing } = about;
  if (access === undefined || (mutualTls ?? callers ?? accessLog ?? tracing) === undefined) return;
  const { answer } = await askCluster(access, (config, options) => othersPolicies(config, namespace, options));
  for (const line of remarks(answer, about, namespace)) await pulumi.log.warn(line);
}
