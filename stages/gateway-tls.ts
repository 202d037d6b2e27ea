import type { Stage } from "../src/stage/stage";

const plain = "its claim's visitors come by plain HTTP, which gateway-tls redirects";

export const gatewayTls = {
  parameters: {
    tlsHost: {
      type: "host",
      default: "sock-shop.example",
      description: "host name that the gateway's certificate is for, beside localhost and 127.0.0.1",
    },
    httpsPort: {
      type: "integer",
      min: 1,
      max: 65535,
      // The lab's. A load balancer has 443.
      default: 8443,
      description: "port at which visitors reach the gateway's port 443, to which plain HTTP is redirected",
    },
  },
  notWith: {
    "blue-green": plain,
    canary: plain,
    "header-routing": plain,
    mirroring: plain,
    "delay-fault": plain,
    cors: plain,
    "global-rate-limit": plain,
    authorization: plain,
    jwt: plain,
    "jwt-routing": plain,
  },
  shows: ({ tlsHost }) => `the shop answers over TLS alone, as ${tlsHost}; plain HTTP is redirected there`,
  changes: ({ tlsHost, httpsPort }) => ({ entrance: { tls: { host: tlsHost, port: httpsPort } } }),
} satisfies Stage<{ tlsHost: string; httpsPort: number }>;
