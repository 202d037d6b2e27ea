import type { V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { Labels, ServiceEntrance } from "../selection";

/** A fortio pod that one claim brings along. Left alone it does nothing; it can call, and it answers as it is told. */
export interface TemporaryPod {
  /** What it is for; part of its name. */
  readonly role: string;
  /** Beside verify's own; with those of a Service's selector it takes part in the Service. Default none. */
  readonly labels?: Labels;
  /** The port that it answers on: a number, or the name that its port shall have. Default 8080. */
  readonly port?: ServiceEntrance["targetPort"];
  /** ServiceAccount that it runs as. Default: the namespace's `default`. */
  readonly account?: string | undefined;
  /** Whether it is in the mesh. Default: true. */
  readonly sidecar?: boolean;
  /** Whether it runs in a namespace of its own, with sidecars as in the shop's. Default: false. */
  readonly elsewhere?: boolean;
  /** How it answers a request without a query, as fortio's query says it: `status=503&delay=2s`. Default: 200 at once. */
  readonly answers?: string;
}

/** The usual one: pinned, and the same version as the shop's own load generator. */
export const FORTIO_IMAGE = "fortio/fortio:1.66.5";

/** Where a temporary pod goes, and what it runs. */
export interface Placement {
  readonly namespace: string;
  /** Of fortio, from wherever the cluster can pull it. */
  readonly image: string;
  /** Names the run. */
  readonly run: string;
}

/** Marks what verify brought into a cluster. */
export const MANAGED_BY = { "app.kubernetes.io/managed-by": "verify" } as const;

/** Names the run, so that runs beside each other do not touch each other's pods. */
export const RUN_LABEL = "sock-shop/verify-run";

/** Names the pod among all others, for rules and subsets that are meant for it alone. */
export const POD_LABEL = "sock-shop/verify-pod";

/** How long a pod may live that nobody deletes, because verify was killed; in seconds. */
export const LIFETIME = 1800;

/** fortio cuts longer delays short without this. */
const LONGEST_DELAY = "120s";

const USUAL_PORT = 8080;

/** The pod as Kubernetes wants it. `name` must be unique. */
export function podOf(wish: TemporaryPod, name: string, { namespace, image, run }: Placement): V1Pod {
  const { port = USUAL_PORT, answers = "", labels = {}, account, sidecar = true } = wish;
  const number = typeof port === "number" ? port : USUAL_PORT;
  const containerPort = typeof port === "number" ? { containerPort: number } : { containerPort: number, name: port };
  const off = ["-grpc-port", "-redirect-port", "-tcp-port", "-udp-port"].flatMap((flag) => [flag, "disabled"]);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace,
      labels: {
        ...labels,
        ...MANAGED_BY,
        ...(!sidecar && { "sidecar.istio.io/inject": "false" }),
        [RUN_LABEL]: run,
        [POD_LABEL]: name,
      },
      annotations: {
        // A small node must have room for several: the pods are idle most of the time.
        "sidecar.istio.io/proxyCPU": "10m",
        "sidecar.istio.io/proxyMemory": "64Mi",
        "proxy.istio.io/config": JSON.stringify({
          // Each of Envoy's workers may open one connection whatever the limit: with one worker the limit is the limit.
          concurrency: 1,
          // The receiver's own counts of requests, of handshakes, and of those that it refuses; Istio leaves them out.
          proxyStatsMatcher: {
            inclusionPrefixes: ["cluster.inbound", "listener.0.0.0.0_15006"],
            inclusionSuffixes: ["http_local_rate_limit.rate_limited"],
          },
        }),
      },
    },
    spec: {
      restartPolicy: "Never",
      activeDeadlineSeconds: LIFETIME,
      terminationGracePeriodSeconds: 1,
      ...(account !== undefined && { serviceAccountName: account }),
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        seccompProfile: { type: "RuntimeDefault" },
        // A port below 1024 without a capability; one of the sysctls that Kubernetes calls safe.
        ...(number < 1024 && { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] }),
      },
      containers: [
        {
          name: "fortio",
          image,
          imagePullPolicy: "IfNotPresent",
          args: ["server", "-http-port", String(number), ...off, "-max-echo-delay", LONGEST_DELAY].concat(
            answers === "" ? [] : ["-echo-server-default-params", answers],
          ),
          ports: [containerPort],
          readinessProbe: { httpGet: { path: "/fortio/version", port: number }, periodSeconds: 1 },
          resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        },
      ],
    },
  };
}
