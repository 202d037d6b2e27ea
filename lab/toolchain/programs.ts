import { istioTag, kubernetesVersion, pulumiKubernetesVersion, pulumiVersion } from "./pins.ts";

/** Which of the two Go modules builds a program: the Pulumi provider needs older Kubernetes modules than the cluster. */
export const goModules = ["pulumi", "cluster"] as const;
export type GoModule = (typeof goModules)[number];

/** Program → the package that builds it. */
export const programs = {
  cluster: {
    etcd: "go.etcd.io/etcd/server/v3",
    "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
    "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
    "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
    kubelet: "k8s.io/kubernetes/cmd/kubelet",
    "kube-proxy": "k8s.io/kubernetes/cmd/kube-proxy",
    kubectl: "k8s.io/kubernetes/cmd/kubectl",
    coredns: "./coredns",
    "pilot-discovery": "istio.io/istio/pilot/cmd/pilot-discovery",
    "pilot-agent": "istio.io/istio/pilot/cmd/pilot-agent",
    istioctl: "istio.io/istio/istioctl/cmd/istioctl",
    fortio: "fortio.org/fortio",
  },
  pulumi: {
    pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    "pulumi-resource-kubernetes": "./pulumi-resource-kubernetes",
  },
} as const satisfies Record<GoModule, Record<string, string>>;

export type Program = keyof (typeof programs)["cluster"] | keyof (typeof programs)["pulumi"];

const [major = "", minor = ""] = kubernetesVersion.split(".");

/** Variables the linker sets: each program asks its own for its version. */
export const linkerVariables = {
  cluster: {
    "k8s.io/component-base/version.gitVersion": `v${kubernetesVersion}`,
    "k8s.io/component-base/version.gitMajor": major,
    "k8s.io/component-base/version.gitMinor": minor,
    "istio.io/istio/pkg/version.buildVersion": istioTag,
    "istio.io/istio/pkg/version.buildHub": "docker.io/istio",
    "istio.io/istio/pkg/version.buildStatus": "Clean",
  },
  pulumi: {
    "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${pulumiVersion}`,
    "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version": pulumiKubernetesVersion,
  },
} as const satisfies Record<GoModule, Record<string, string>>;
