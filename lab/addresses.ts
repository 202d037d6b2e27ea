/** Addresses inside the lab's network namespace. None of them exists outside of it. */
export const addresses = {
  /** The node, its API server and its DNS. */
  node: "10.244.0.1",
  nodePrefix: 24,
  pods: "10.244.1.0/24",
  /** Pods and node together: what kube-proxy takes for traffic from inside. */
  cluster: "10.244.0.0/16",
  services: "10.96.0.0/16",
  /** First address of the service range, which the API server gives its own Service. */
  apiService: "10.96.0.1",
} as const;

export const ports = {
  api: 6443,
  etcd: 2379,
  /** Node port of the ingress gateway's port 80. */
  gateway: 30080,
  /** Node port of its port 443. */
  gatewayTls: 30443,
} as const;

export const nodeName = "lab";
export const clusterDomain = "cluster.local";
