const label = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
/** A name with a dot: Istio takes one without for a Service's. */
const name = `(?:${label}\\.)+${label}`;
const host = new RegExp(`^(?:\\*\\.)?${name}$`);
const oneHost = new RegExp(`^${name}$`);
const address = /^[\d.]+$/;

/** What the config key `hosts` allows, in words. */
export const hostsAllowed =
  "* for every host, or host names joined by a comma, such as shop.example.com or *.shop.example.com";

/** The config key `hosts` as it is used: in lower case, without spaces. Undefined where it is no list of hosts. */
export function readHosts(text: string): string | undefined {
  const hosts = text.split(",").map((name) => name.trim().toLowerCase());
  if (hosts.join() === "*") return "*";
  return hosts.every((name) => host.test(name)) && new Set(hosts).size === hosts.length ? hosts.join() : undefined;
}

/** A host that is meant alone, in lower case. Undefined where it is no name, or one of many. */
export function readHost(text: string): string | undefined {
  const host = text.trim().toLowerCase();
  return oneHost.test(host) && !address.test(host) && host.length <= 253 ? host : undefined;
}

/** Each host that the shop answers to. @param hosts config key `hosts` */
export const hostList = (hosts: string): string[] => hosts.split(",");

/** Whether a host is one of those that a name of `hosts` stands for. */
export const takesIn = (name: string, host: string): boolean =>
  name === host || (name.startsWith("*") && host.endsWith(name.slice(1)));
