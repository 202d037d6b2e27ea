import type { ContainerDeclaration, ServiceDeclaration, ServicePort, Version } from "./service";

/** Applications of the shop run as the user that their images were built for. */
const shopUser = 10001;

const http = (targetPort: number) => [{ name: "http", port: 80, targetPort, appProtocol: "http" }] as const;
const tcp = (protocol: string, port: number): ServicePort => ({
  name: `tcp-${protocol}`,
  port,
  targetPort: port,
  appProtocol: "tcp",
});

// Catalogue, payment and user carry cap_net_bind_service as a file capability and do not even start without it in
// the bounding set. Being allowed to bind port 80 is another matter: see the sysctl in pod.ts.
const go = {
  ports: { http: 80 },
  user: shopUser,
  capabilities: ["NET_BIND_SERVICE"],
  probe: { http: "/health", port: 80 },
  resources: { requests: { cpu: "100m", memory: "100Mi" }, limits: { cpu: "200m", memory: "200Mi" } },
} as const satisfies ContainerDeclaration;

const java = {
  ...go,
  env: {
    // Without a collector the JVM would keep trying to ship its spans to a host named zipkin.
    JAVA_OPTS: "-Xms64m -Xmx128m -XX:+UseG1GC -Djava.security.egd=file:/dev/urandom -Dspring.zipkin.enabled=false",
  },
  // The embedded Tomcat unpacks itself into /tmp.
  writable: { "/tmp": "memory" },
  // 500Mi was seen to end in OOM kills, as /tmp counts too; 300m CPU makes a start last minutes.
  resources: { requests: { cpu: "100m", memory: "300Mi" }, limits: { cpu: "1", memory: "1Gi" } },
} as const satisfies ContainerDeclaration;

const database = { requests: { cpu: "10m", memory: "64Mi" } };

const mongo = {
  protocol: "tcp",
  ports: [tcp("mongo", 27017)],
  // From 5.0 on MongoDB refuses the wire protocol of the driver in carts and orders.
  versions: { v1: "mongo:4.2.22" },
  container: {
    ports: { mongo: 27017 },
    user: 999,
    writable: { "/data/db": "disk", "/data/configdb": "disk", "/tmp": "memory" },
    probe: { tcp: 27017 },
    resources: database,
  },
  volumeGroup: 999,
} as const satisfies ServiceDeclaration;

/** The Sock Shop: every workload, by the name of its Service. */
export const services = {
  "front-end": {
    protocol: "http",
    ports: http(8079),
    calls: ["catalogue", "carts", "orders", "user", "session-db"],
    versions: { v1: "weaveworksdemos/front-end:0.3.12", v2: "weaveworksdemos/front-end:red-buttons" },
    container: {
      ports: { http: 8079 },
      // Sessions in Redis for both versions: a basket must survive the jump from one to the other.
      env: { SESSION_REDIS: "true" },
      user: shopUser,
      probe: { http: "/", port: 8079 },
      resources: { requests: { cpu: "100m", memory: "300Mi" }, limits: { cpu: "300m", memory: "1000Mi" } },
    },
  },
  catalogue: {
    protocol: "http",
    ports: http(80),
    calls: ["catalogue-db"],
    versions: { v1: "weaveworksdemos/catalogue:0.3.5" },
    container: { ...go, command: ["/app"], args: ["-port=80"] },
  },
  carts: {
    protocol: "http",
    ports: http(80),
    calls: ["carts-db"],
    versions: { v1: "weaveworksdemos/carts:0.4.8" },
    container: java,
  },
  orders: {
    protocol: "http",
    ports: http(80),
    calls: ["carts", "user", "payment", "shipping", "orders-db"],
    versions: { v1: "weaveworksdemos/orders:0.4.7" },
    container: java,
  },
  payment: {
    protocol: "http",
    ports: http(80),
    versions: { v1: "weaveworksdemos/payment:0.4.3" },
    container: go,
  },
  shipping: {
    protocol: "http",
    ports: http(80),
    calls: ["rabbitmq"],
    versions: { v1: "weaveworksdemos/shipping:0.4.8" },
    container: java,
  },
  "queue-master": {
    protocol: "http",
    ports: http(80),
    calls: ["rabbitmq"],
    versions: { v1: "weaveworksdemos/queue-master:0.3.1" },
    // Its image names no user and so would be root, but it is the base of the other three with one readable jar.
    container: java,
  },
  user: {
    protocol: "http",
    ports: http(80),
    calls: ["user-db"],
    versions: { v1: "weaveworksdemos/user:0.4.7" },
    container: { ...go, env: { MONGO_HOST: "user-db" } },
  },
  "catalogue-db": {
    protocol: "tcp",
    ports: [tcp("mysql", 3306)],
    versions: { v1: "weaveworksdemos/catalogue-db:0.3.0" },
    container: {
      ports: { mysql: 3306 },
      // Nobody logs in as root: the image's dump makes the account that catalogue uses.
      env: { MYSQL_DATABASE: "socksdb", MYSQL_RANDOM_ROOT_PASSWORD: "true" },
      user: 999,
      writable: { "/var/lib/mysql": "disk", "/var/run/mysqld": "memory", "/tmp": "memory" },
      probe: { tcp: 3306 },
      resources: database,
    },
    volumeGroup: 999,
  },
  "carts-db": mongo,
  "orders-db": mongo,
  "user-db": {
    protocol: "tcp",
    ports: [tcp("mongo", 27017)],
    versions: { v1: "weaveworksdemos/user-db:0.3.0" },
    container: {
      ports: { mongo: 27017 },
      user: {
        rootBecause:
          "the accounts of the demo are files in the image, owned as it was built, and MongoDB writes beside them",
      },
      capabilities: ["CHOWN", "SETGID", "SETUID"],
      writableRoot: true,
      probe: { tcp: 27017 },
      resources: database,
    },
  },
  "session-db": {
    protocol: "tcp",
    ports: [tcp("redis", 6379)],
    versions: { v1: "redis:7.2.5-alpine" },
    container: {
      ports: { redis: 6379 },
      // A snapshot that cannot be written makes Redis refuse all writes, which ends front-end; so take none.
      args: ["redis-server", "--save", ""],
      user: 999,
      probe: { tcp: 6379 },
      resources: database,
    },
  },
  rabbitmq: {
    protocol: "tcp",
    ports: [tcp("amqp", 5672), { name: "http-metrics", port: 9090, targetPort: 9090, appProtocol: "http" }],
    versions: { v1: "rabbitmq:3.6.8-management" },
    container: {
      ports: { amqp: 5672, management: 15672 },
      user: 999,
      writable: { "/var/lib/rabbitmq": "disk", "/tmp": "memory" },
      probe: { tcp: 5672 },
      resources: database,
    },
    sidecars: {
      "rabbitmq-exporter": {
        image: "kbudde/rabbitmq-exporter:v0.29.0",
        ports: { metrics: 9090 },
        // From 1.0 on it listens on 9419 unless told.
        env: { PUBLISH_PORT: "9090" },
        user: 65534,
        probe: { tcp: 9090 },
        resources: database,
      },
    },
    volumeGroup: 999,
  },
} as const satisfies Record<string, ServiceDeclaration>;

type Services = typeof services;

/** Name of a service of the shop. */
export type ServiceName = keyof Services;

/** Services whose requests the mesh understands and can route. */
export type HttpServiceName = { [S in ServiceName]: Services[S]["protocol"] extends "http" ? S : never }[ServiceName];

/** Databases and the broker. */
export type TcpServiceName = Exclude<ServiceName, HttpServiceName>;

/** Versions that the table has of a service. */
export type VersionOf<S extends ServiceName> = keyof Services[S]["versions"] & Version;

/** The service that the ingress gateway leads to. */
export const entrance = "front-end" satisfies HttpServiceName;
