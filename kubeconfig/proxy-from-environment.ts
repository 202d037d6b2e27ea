import { BlockList, isIP } from "node:net";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy on the way to a server, by the environment as Go's programs read it, kubectl and the provider among them:
 * HTTPS_PROXY and HTTP_PROXY by the server's scheme, and NO_PROXY, each in lower case too, which goes first.
 * This machine is always reached without.
 * @returns the proxy's URL; undefined for none
 */
export function proxyFromEnvironment(server: URL, environment: Environment): string | undefined {
  const [scheme] = server.protocol.split(":");
  const proxy = of(environment, `${scheme}_proxy`);
  if (proxy === "" || isNear(server.hostname) || isExempt(server, of(environment, "no_proxy"))) return undefined;
  return /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

const of = (environment: Environment, name: string): string =>
  environment[name] || environment[name.toUpperCase()] || "";

const bare = (host: string): string => host.replace(/^\[|\]$/g, "");

function isNear(hostname: string): boolean {
  const host = bare(hostname);
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function isExempt(server: URL, exempt: string): boolean {
  const host = bare(server.hostname).toLowerCase();
  const port = server.port || (server.protocol === "https:" ? "443" : "80");
  return exempt
    .toLowerCase()
    .split(",")
    .map((entry) => entry.trim())
    .some((entry) => entry === "*" || isInRange(host, entry) || isNamed(host, port, entry));
}

/** Whether an address lies in `10.0.0.0/8`. */
function isInRange(host: string, entry: string): boolean {
  const [, net = "", bits] = /^([^/]+)\/(\d+)$/.exec(entry) ?? [];
  const [family, ranges] = [isIP(net), new BlockList()];
  if (bits === undefined || family === 0 || isIP(host) !== family) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  ranges.addSubnet(net, Number(bits), type);
  return ranges.check(host, type);
}

/** Whether `example.com` (with all below it), `.example.com` or `*.example.com` (all below it), or an address, with or without a port, means it. */
function isNamed(host: string, port: string, entry: string): boolean {
  const [, name = entry, only = port] = /^(.*?):(\d+)$/.exec(isIP(entry) === 6 ? "" : entry) ?? [];
  const domain = bare(name).replace(/^\*\./, ".");
  if (domain === "" || only !== port) return false;
  if (isIP(host) !== 0) return host === domain;
  return domain.startsWith(".") ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}
