import { addresses, clusterDomain, ports } from "../addresses.ts";
import type { Daemon } from "../machine/daemon.ts";
import { program } from "../toolchain/cache.ts";
import { certificatePath, keyPath, publicKeyPath } from "./credentials.ts";

/** The API server. Pods reach it through the `kubernetes` Service, so it listens on every address of the namespace. */
export const kubeApiserver = (): Daemon => ({
  name: "kube-apiserver",
  command: program("kube-apiserver"),
  args: [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    "--bind-address=0.0.0.0",
    `--secure-port=${ports.api}`,
    // Without a default route it cannot guess its own address.
    `--advertise-address=${addresses.node}`,
    `--service-cluster-ip-range=${addresses.services}`,
    `--tls-cert-file=${certificatePath("kube-apiserver")}`,
    `--tls-private-key-file=${keyPath("kube-apiserver")}`,
    `--client-ca-file=${certificatePath("ca")}`,
    "--authorization-mode=Node,RBAC",
    "--anonymous-auth=false",
    "--enable-admission-plugins=NodeRestriction",
    `--kubelet-certificate-authority=${certificatePath("ca")}`,
    `--kubelet-client-certificate=${certificatePath("kube-apiserver-kubelet-client")}`,
    `--kubelet-client-key=${keyPath("kube-apiserver-kubelet-client")}`,
    "--kubelet-preferred-address-types=InternalIP",
    `--service-account-issuer=https://kubernetes.default.svc.${clusterDomain}`,
    `--service-account-key-file=${publicKeyPath}`,
    `--service-account-signing-key-file=${keyPath("service-account")}`,
    "--enable-aggregator-routing=true",
    "--allow-privileged=true",
  ],
});
