import { zipkinVersion } from "./zipkin-version.ts";

/** Archives in which images travel to containerd together: one import each. */
export const archiveNames = ["shop", "mesh"] as const;
export type ArchiveName = (typeof archiveNames)[number];

export const layerNames = [
  "pause",
  "standIn",
  "fortio",
  "rateLimiter",
  "zipkin",
  "pilot",
  "proxy",
  "debian",
  "redis",
  "prometheus",
  "java",
] as const;
export type LayerName = (typeof layerNames)[number];

/** What an image says about its process; the fields of the image specification. */
export interface ImageConfig {
  /** Empty: the pod names the program. */
  Entrypoint: string[];
  Cmd?: string[];
  Env?: string[];
  /** uid:gid; default: root, as a pod may not say otherwise. */
  User?: string;
  WorkingDir?: string;
}

export interface Image {
  /** The name that manifests use, with its registry's short host. */
  reference: string;
  archive: ArchiveName;
  /** From the bottom up. */
  layers: LayerName[];
  config: ImageConfig;
}

const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Which workload the stand-in plays under which of the shop's image names; where a version matters, that too. */
const standIns: Record<string, { workload: string; version?: "v1" | "v2" }> = {
  "docker.io/weaveworksdemos/front-end:0.3.12": { workload: "front-end", version: "v1" },
  "docker.io/weaveworksdemos/front-end:red-buttons": { workload: "front-end", version: "v2" },
  "docker.io/weaveworksdemos/catalogue:0.3.5": { workload: "catalogue" },
  "docker.io/weaveworksdemos/catalogue-db:0.3.0": { workload: "mysql" },
  "docker.io/weaveworksdemos/carts:0.4.8": { workload: "carts" },
  "docker.io/weaveworksdemos/orders:0.4.7": { workload: "orders" },
  "docker.io/weaveworksdemos/payment:0.4.3": { workload: "payment" },
  "docker.io/weaveworksdemos/queue-master:0.3.1": { workload: "queue-master" },
  "docker.io/weaveworksdemos/shipping:0.4.8": { workload: "shipping" },
  "docker.io/weaveworksdemos/user:0.4.7": { workload: "user" },
  "docker.io/weaveworksdemos/user-db:0.3.0": { workload: "mongo" },
  "docker.io/library/mongo:4.2.22": { workload: "mongo" },
  "docker.io/library/rabbitmq:3.6.8-management": { workload: "rabbitmq" },
  "docker.io/kbudde/rabbitmq-exporter:v0.29.0": { workload: "rabbitmq-exporter" },
};

const standInImages = Object.entries(standIns).map(([reference, { workload, version }]): Image => ({
  reference,
  archive: "shop",
  layers: ["standIn"],
  config: {
    Entrypoint: ["/stand-in"],
    Env: [path, `STAND_IN=${workload}`, ...(version ? [`STAND_IN_VERSION=${version}`] : [])],
  },
}));

/** Every image of the lab. Nothing else can run there, as no registry is reached. */
export const images = (istioTag: string): Image[] => [
  {
    reference: "lab.local/pause:1",
    archive: "shop",
    layers: ["pause"],
    config: { Entrypoint: ["/pause"] },
  },
  ...standInImages,
  {
    // Debian 12's Redis, which is 7.0.15.
    reference: "docker.io/library/redis:7.2.5-alpine",
    archive: "shop",
    layers: ["debian", "redis"],
    config: {
      // The real image is compiled so that callers from elsewhere need no password. Debian's has to be told.
      Entrypoint: ["/bin/sh", "-c", 'exec "$@" --protected-mode no', "sh"],
      Cmd: ["redis-server"],
      Env: [path],
    },
  },
  {
    reference: "docker.io/fortio/fortio:1.66.5",
    archive: "shop",
    layers: ["fortio"],
    config: {
      Entrypoint: ["/usr/bin/fortio"],
      Cmd: ["server", "-config-dir", "/etc/fortio"],
      Env: [path],
      WorkingDir: "/var/lib/fortio",
    },
  },
  {
    // The tag is the commit that rate-limiter/go.mod pins. As in the real image, the pod names the program.
    reference: "docker.io/envoyproxy/ratelimit:3fb70258",
    archive: "shop",
    layers: ["rateLimiter"],
    config: { Entrypoint: [], Env: [path], User: "65532:65532" },
  },
  {
    // Debian 12's Prometheus, which is 2.42.0. As in the real image, the pod gives the arguments.
    reference: "docker.io/prom/prometheus:v2.53.5",
    archive: "shop",
    layers: ["debian", "prometheus"],
    config: { Entrypoint: ["/usr/bin/prometheus"], Env: [path], User: "65534:65534" },
  },
  {
    // The jar of that version on Debian's Java, where the real image has it unpacked on a Java of its own.
    reference: `docker.io/openzipkin/zipkin-slim:${zipkinVersion}`,
    archive: "shop",
    layers: ["debian", "java", "zipkin"],
    config: {
      // As the real image's own start script, which takes Java's options from the environment.
      Entrypoint: ["/bin/sh", "-c", 'exec java $JAVA_OPTS -jar /zipkin/zipkin.jar "$@"', "sh"],
      Env: [path],
      User: "1000:1000",
      WorkingDir: "/zipkin",
    },
  },
  {
    reference: `docker.io/istio/pilot:${istioTag}`,
    archive: "mesh",
    layers: ["pilot"],
    config: { Entrypoint: ["/usr/local/bin/pilot-discovery"], Env: [path], User: "1337:1337" },
  },
  {
    reference: `docker.io/istio/proxyv2:${istioTag}`,
    archive: "mesh",
    layers: ["debian", "proxy"],
    config: { Entrypoint: ["/usr/local/bin/pilot-agent"], Env: [path], User: "1337:1337" },
  },
];
