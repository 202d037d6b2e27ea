import { defaultImages, isFloating } from "../../../../src/shop/images";
import type { ServiceDeclaration } from "../../../../src/shop/service";
import { entrance, services } from "../../../../src/shop/services";

const rows = Object.entries<ServiceDeclaration>(services);

test("the shop is complete", () => {
  expect(Object.keys(services).sort()).toEqual([
    "carts",
    "carts-db",
    "catalogue",
    "catalogue-db",
    "front-end",
    "orders",
    "orders-db",
    "payment",
    "queue-master",
    "rabbitmq",
    "session-db",
    "shipping",
    "user",
    "user-db",
  ]);
});

test("the images are these", () => {
  expect(defaultImages).toEqual({
    "front-end": "weaveworksdemos/front-end:0.3.12",
    "front-end-v2": "weaveworksdemos/front-end:red-buttons",
    catalogue: "weaveworksdemos/catalogue:0.3.5",
    carts: "weaveworksdemos/carts:0.4.8",
    orders: "weaveworksdemos/orders:0.4.7",
    payment: "weaveworksdemos/payment:0.4.3",
    shipping: "weaveworksdemos/shipping:0.4.8",
    "queue-master": "weaveworksdemos/queue-master:0.3.1",
    user: "weaveworksdemos/user:0.4.7",
    "catalogue-db": "weaveworksdemos/catalogue-db:0.3.0",
    "carts-db": "mongo:4.2.22",
    "orders-db": "mongo:4.2.22",
    "user-db": "weaveworksdemos/user-db:0.3.0",
    "session-db": "redis:7.2.5-alpine",
    rabbitmq: "rabbitmq:3.6.8-management",
    "rabbitmq-exporter": "kbudde/rabbitmq-exporter:v0.29.0",
    fortio: "fortio/fortio:1.66.5",
    prometheus: "prom/prometheus:v2.53.5",
    "rate-limiter": "envoyproxy/ratelimit:3fb70258",
    "rate-limiter-redis": "redis:7.2.5-alpine",
    zipkin: "openzipkin/zipkin-slim:3.5.1",
  });
});

/** Of each service those that it calls, as the real ones do. */
const graph = {
  "front-end": ["catalogue", "carts", "orders", "user", "session-db"],
  catalogue: ["catalogue-db"],
  carts: ["carts-db"],
  orders: ["carts", "user", "payment", "shipping", "orders-db"],
  shipping: ["rabbitmq"],
  "queue-master": ["rabbitmq"],
  user: ["user-db"],
};

test("services call these, and no other", () => {
  const calls = rows.flatMap(([name, { calls }]) => (calls ? [[name, calls]] : []));
  expect(Object.fromEntries(calls)).toEqual(graph);
});

test.each([
  ["mongo", true],
  ["mongo:", true],
  ["mongo:latest", true],
  ["fortio/fortio:latest_release", true],
  ["localhost:5000/mongo", true],
  ["localhost:5000/mongo:4.2", false],
  ["mongo:4.2.22", false],
  [`mongo@sha256:${"a".repeat(64)}`, false],
  [`mongo:latest@sha256:${"a".repeat(64)}`, false],
  ["mongo@sha256:abc", true],
])("%s floats: %s", (reference, floats) => {
  expect(isFloating(reference)).toBe(floats);
});

describe.each(rows)("%s", (name, { protocol, ports, container, sidecars = {} }) => {
  test("tells Istio the protocol of each port, twice the same", () => {
    for (const port of ports) {
      expect(port.name.split("-")[0]).toBe(port.appProtocol);
    }
    expect(ports[0]?.appProtocol).toBe(protocol);
  });

  test("has a container port behind each port, with a name that Kubernetes takes", () => {
    const open = Object.entries({
      ...container.ports,
      ...Object.assign({}, ...Object.values(sidecars).map((s) => s.ports)),
    });
    expect(open.map(([, port]) => port)).toEqual(expect.arrayContaining(ports.map((port) => port.targetPort)));
    for (const [portName] of open) {
      expect(portName).toMatch(/^[a-z][a-z-]{0,14}$/);
    }
  });

  test("runs as a user that is not the proxy's", () => {
    const users = [container, ...Object.values(sidecars)].map(({ user }) => user);
    expect(users).not.toContain(1337);
    expect(users.some((user) => typeof user === "object")).toBe(name === "user-db");
  });

  test("carries no password", () => {
    const env = Object.keys({ ...container.env });
    expect(env.filter((key) => /PASS|SECRET|TOKEN/.test(key) && key !== "MYSQL_RANDOM_ROOT_PASSWORD")).toEqual([]);
  });
});

test("the gateway leads to front-end, on the port that browsers use", () => {
  expect(entrance).toBe("front-end");
  expect(services[entrance].ports).toEqual([{ name: "http", port: 80, targetPort: 8079, appProtocol: "http" }]);
});
