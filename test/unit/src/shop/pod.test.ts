import { type Filling, podSpec as podOf } from "../../../../src/shop/pod";
import type { ServiceDeclaration } from "../../../../src/shop/service";
import { services } from "../../../../src/shop/services";

const pod = {
  nodeSelector: { "kubernetes.io/os": "linux" },
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  terminationGracePeriodSeconds: 15,
};

/** Of images by container name, with the resources that are declared. */
function podSpec(name: string, declaration: ServiceDeclaration, images: Record<string, string>) {
  const filling = ([container, image]: [string, string]): [string, Filling] => {
    const { resources } = declaration.sidecars?.[container] ?? declaration.container;
    return [container, { image, resources, amd64: false }];
  };
  return podOf(name, declaration, Object.fromEntries(Object.entries(images).map(filling)), 10);
}

const locked = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

const probes = (check: object) => ({
  startupProbe: { ...check, periodSeconds: 1, failureThreshold: 300 },
  readinessProbe: { ...check, periodSeconds: 2, failureThreshold: 3 },
});

test("a Java service: port 80 without privileges, a writable /tmp, time to let go", () => {
  expect(podSpec("carts", services.carts, { carts: "example/carts:1" })).toEqual({
    ...pod,
    serviceAccountName: "carts",
    securityContext: { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] },
    containers: [
      {
        name: "carts",
        image: "example/carts:1",
        imagePullPolicy: "IfNotPresent",
        env: {
          JAVA_OPTS:
            "-Xms64m -Xmx128m -XX:+UseG1GC -Djava.security.egd=file:/dev/urandom -Dspring.zipkin.enabled=false",
        },
        ports: { http: 80 },
        resources: { requests: { cpu: "100m", memory: "300Mi" }, limits: { cpu: "1", memory: "1Gi" } },
        ...probes({ httpGet: { path: "/health", port: 80 } }),
        volumeMounts: [{ destPath: "/tmp", volume: { name: "carts-tmp", emptyDir: { medium: "Memory" } } }],
        securityContext: { ...locked, capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] }, runAsUser: 10001 },
        lifecycle: { preStop: { sleep: { seconds: 10 } } },
      },
    ],
  });
});

test("a database: its own user and group, data on disk", () => {
  expect(podSpec("carts-db", services["carts-db"], { "carts-db": "mongo:4.2.22" })).toEqual({
    ...pod,
    serviceAccountName: "carts-db",
    securityContext: { fsGroup: 999 },
    containers: [
      {
        name: "carts-db",
        image: "mongo:4.2.22",
        imagePullPolicy: "IfNotPresent",
        env: {},
        ports: { mongo: 27017 },
        resources: { requests: { cpu: "10m", memory: "64Mi" } },
        ...probes({ tcpSocket: { port: 27017 } }),
        volumeMounts: [
          { destPath: "/data/db", volume: { name: "carts-db-data-db", emptyDir: {} } },
          { destPath: "/data/configdb", volume: { name: "carts-db-data-configdb", emptyDir: {} } },
          { destPath: "/tmp", volume: { name: "carts-db-tmp", emptyDir: { medium: "Memory" } } },
        ],
        securityContext: { ...locked, runAsUser: 999 },
      },
    ],
  });
});

test("user-db: root with a writable layer, as its image needs, and no more than that", () => {
  const { containers } = podSpec("user-db", services["user-db"], { "user-db": "user-db:1" });
  expect(containers).toEqual([
    expect.objectContaining({
      volumeMounts: [],
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"], add: ["CHOWN", "SETGID", "SETUID"] },
        readOnlyRootFilesystem: false,
        runAsUser: 0,
        seccompProfile: { type: "RuntimeDefault" },
      },
    }),
  ]);
});

test("a pod with two containers takes an image for each, and fails without", () => {
  const images = { rabbitmq: "rabbitmq:1", "rabbitmq-exporter": "exporter:1" };
  expect(podSpec("rabbitmq", services.rabbitmq, images).containers).toEqual([
    expect.objectContaining({ name: "rabbitmq", image: "rabbitmq:1" }),
    expect.objectContaining({ name: "rabbitmq-exporter", image: "exporter:1", env: { PUBLISH_PORT: "9090" } }),
  ]);
  expect(() => podSpec("rabbitmq", services.rabbitmq, { rabbitmq: "rabbitmq:1" })).toThrow(
    "no image for container rabbitmq-exporter",
  );
});

test("arguments go where the image needs them", () => {
  expect(podSpec("catalogue", services.catalogue, { catalogue: "c:1" }).containers).toEqual([
    expect.objectContaining({ command: ["/app"], args: ["-port=80"] }),
  ]);
  expect(podSpec("session-db", services["session-db"], { "session-db": "r:1" }).containers).toEqual([
    expect.objectContaining({ args: ["redis-server", "--save", ""] }),
  ]);
});

test("a pod of which any image is for amd64 only asks for such a node", () => {
  const { resources } = services.rabbitmq.container;
  const selector = (rabbitmq: boolean, exporter: boolean) =>
    podOf(
      "rabbitmq",
      services.rabbitmq,
      {
        rabbitmq: { image: "r:1", resources, amd64: rabbitmq },
        "rabbitmq-exporter": { image: "e:1", resources, amd64: exporter },
      },
      10,
    ).nodeSelector;
  const amd64 = { "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64" };
  expect([selector(true, true), selector(true, false), selector(false, true)]).toEqual([amd64, amd64, amd64]);
  expect(selector(false, false)).toEqual({ "kubernetes.io/os": "linux" });
});
