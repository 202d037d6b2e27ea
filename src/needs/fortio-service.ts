import type { ServiceDeclaration } from "../shop/service";

/** Fortio, the load generator of the talk: a pod to run `fortio load` in, and a server that answers as it is asked to. */
export const fortioService = {
  protocol: "http",
  ports: [{ name: "http", port: 8080, targetPort: 8080, appProtocol: "http" }],
  versions: { v1: "fortio/fortio:1.66.5" },
  calls: ["catalogue"],
  container: {
    ports: { http: 8080 },
    // Its other listeners (gRPC, TCP, UDP, redirect) have no part in the talk.
    args: [
      "server",
      "-grpc-port",
      "disabled",
      "-tcp-port",
      "disabled",
      "-udp-port",
      "disabled",
      "-redirect-port",
      "disabled",
      "-data-dir",
      "/tmp",
    ],
    user: 10001,
    writable: { "/tmp": "memory" },
    probe: { http: "/debug", port: 8080 },
    resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
  },
} as const satisfies ServiceDeclaration;
