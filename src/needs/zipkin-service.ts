import type { ServiceDeclaration } from "../shop/service";

/** Of its Service: proxies report there. */
export const zipkinName = "zipkin";

/** Zipkin: takes the spans that proxies report, keeps them in memory, and shows them as traces on a page of its own. */
export const zipkinService = {
  protocol: "http",
  ports: [{ name: "http", port: 9411, targetPort: 9411, appProtocol: "http" }],
  // Without what stores traces elsewhere than in memory.
  versions: { v1: "openzipkin/zipkin-slim:3.5.1" },
  container: {
    ports: { http: 9411 },
    env: {
      // Each span of Envoy's takes about 7 kB; the oldest traces go first. 60 000 spans at once took 375 MB of memory in all.
      MEM_MAX_SPANS: "20000",
      JAVA_OPTS: "-Xms32m -Xmx192m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError",
    },
    // The image's own.
    user: 1000,
    // Java's, and the server's while it starts.
    writable: { "/tmp": "memory" },
    probe: { http: "/health", port: 9411 },
    resources: { requests: { cpu: "10m", memory: "256Mi" }, limits: { cpu: "1", memory: "512Mi" } },
  },
} as const satisfies ServiceDeclaration;
