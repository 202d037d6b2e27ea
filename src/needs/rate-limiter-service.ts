import type { ServiceDeclaration } from "../shop/service";
import { services } from "../shop/services";

/** Where the rate limiter keeps its counts: the Redis that the shop keeps its sessions in, once more. */
export const rateLimiterRedisService = services["session-db"];

/** Of its Service: a proxy of whoever has limits by account asks there. */
export const rateLimiterName = "rate-limiter";

/** The rate limiter of the Envoy project: proxies ask it by gRPC, and all of them share its counts. */
export const rateLimiterService = {
  protocol: "http",
  ports: [{ name: "grpc", port: 8081, targetPort: 8081, appProtocol: "grpc" }],
  versions: { v1: "envoyproxy/ratelimit:3fb70258" },
  calls: ["rate-limiter-redis"],
  container: {
    ports: { grpc: 8081, http: 8080, debug: 6070 },
    // The image names no entry point.
    command: ["/bin/ratelimit"],
    env: {
      REDIS_SOCKET_TYPE: "tcp",
      REDIS_URL: "rate-limiter-redis:6379",
      USE_STATSD: "false",
      // By default each counter, every few seconds.
      LOG_LEVEL: "warn",
      RUNTIME_ROOT: "/limits",
      // A ConfigMap's volume keeps its versions in hidden folders, behind links.
      RUNTIME_IGNOREDOTFILES: "true",
      RUNTIME_WATCH_ROOT: "false",
    },
    files: "/limits/config",
    user: 65532,
    probe: { http: "/healthcheck", port: 8080 },
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { cpu: "1", memory: "256Mi" } },
  },
  // It ends where Redis does not answer at once.
  callsAtStart: true,
} as const satisfies ServiceDeclaration;
