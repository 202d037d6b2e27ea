/**
 * Versions that the Go modules do not carry into the programs by themselves. The modules' own pins stand in
 * cluster/go.mod and pulumi/go.mod; Envoy's in envoy/requirements.txt.
 */
export const kubernetesVersion = "1.36.3";
/** Istio's branch and commit: its module is served by commit, not by release. Also the tag of its images. */
export const istioTag = "1.31-eed52ebb66ad";
/** Equal to the SDK's version in package.json, so that the lab tests what users run. */
export const pulumiVersion = "3.215.0";
/** Equal to the SDK's version in package.json. */
export const pulumiKubernetesVersion = "4.25.0";
