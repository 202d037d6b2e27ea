/**
 * What the shop's namespace refuses, in the words of Kubernetes' Pod Security Standards.
 *
 * Istio's init container rewrites a pod's packet rules and needs NET_ADMIN and NET_RAW for it, which `baseline` refuses,
 * with native sidecars and with native nftables too. Only Istio CNI does that work outside of the pod; `baseline` is for
 * meshes that have it. The shop's own containers keep to `baseline` anyway, and all but user-db to `restricted`.
 *
 * There are no NetworkPolicies: the demo is about what the mesh does, and its stages need every call that the shop makes.
 */
export const podSecurityLevels = ["privileged", "baseline"] as const;
export type PodSecurityLevel = (typeof podSecurityLevels)[number];

/** The namespace's labels: pods beyond the level are refused; what is not `restricted` is warned of and noted. */
export const podSecurityLabels = (enforced: PodSecurityLevel): Record<string, string> => ({
  "pod-security.kubernetes.io/enforce": enforced,
  "pod-security.kubernetes.io/warn": "restricted",
  "pod-security.kubernetes.io/audit": "restricted",
});
