import dns from "node:dns";
import type { LookupFunction } from "node:net";

/**
 * Looks up a host, and takes `*.localhost` for this machine, as browsers and curl do (RFC 6761): on a lab a shop can have a
 * host of its own without a line in /etc/hosts.
 */
export const lookup: LookupFunction = (host, options, callback) => {
  dns.lookup(/\.localhost$/i.test(host) ? "localhost" : host, options, callback);
};
