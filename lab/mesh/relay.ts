import { writeFile } from "node:fs/promises";
import { addresses, ports } from "../addresses.ts";
import type { Daemon } from "../machine/daemon.ts";
import { inState, labName } from "../paths.ts";

/**
 * The one way in: the shop's port on the machine's loopback, and on the lab's own, so that the same URL works in
 * `lab shell`. HAProxy opens its sockets in a named network namespace, which spares a second relay inside.
 * @param port on 127.0.0.1
 * @param tlsPort the same for TLS, which is passed on as it comes
 */
export async function relay(port: number, tlsPort: number): Promise<Daemon> {
  const path = inState("haproxy.cfg");
  const config = `defaults
    mode tcp
    maxconn 2000
    timeout connect 5s
    timeout client 1h
    timeout server 1h

listen shop
    bind 127.0.0.1:${port}
    bind 127.0.0.1:${port} namespace ${labName}
    server ingress-gateway ${addresses.node}:${ports.gateway} namespace ${labName}

listen shop-tls
    bind 127.0.0.1:${tlsPort}
    bind 127.0.0.1:${tlsPort} namespace ${labName}
    server ingress-gateway ${addresses.node}:${ports.gatewayTls} namespace ${labName}
`;
  await writeFile(path, config, { mode: 0o600 });
  return { name: "relay", command: "haproxy", args: ["-f", path, "-db"], enter: [] };
}
