import type { DestinationRuleSpec, GatewaySpec, VirtualServiceSpec } from "./istio";

/**
 * Each object bears a mark that changes with its spec and that proxies show, as Istio reports nowhere that a change has
 * reached them. A VirtualService bears it in the names of its routes, a DestinationRule in the name of a subset that no
 * route leads to: there is no other text in it that Envoy shows and that changes nothing.
 */
const subsetPrefix = "mark-";

/** The subset that carries the mark. It selects pods that there are, so `istioctl analyze` has nothing to say. */
export function markSubset(mark: string): { name: string; labels: Record<string, string> } {
  return { name: `${subsetPrefix}${mark}`, labels: { version: "v1" } };
}

/** Whether a subset is there for its name alone. */
export const isMarkSubset = (subset: string): boolean => subset.startsWith(subsetPrefix);

/** The marks of a VirtualService: the names of its routes. */
export function routeNames({ http = [] }: VirtualServiceSpec): string[] {
  return http.map(({ name = "" }) => name);
}

/** The marks of a DestinationRule. */
export function markSubsets({ subsets = [] }: DestinationRuleSpec): string[] {
  return subsets.map(({ name }) => name).filter(isMarkSubset);
}

/** How filters and policies bear their mark, in fields that take no dot: a prefix of statistics, a namespace. */
export const fingerprintPrefix = "fingerprint-";

/** The marks of an object that is shown in listeners; none of one that changes nothing. */
export function fingerprints(spec: object): string[] {
  return [...new Set(JSON.stringify(spec).match(/\bfingerprint-[0-9a-f]{8}\b/g))];
}

/** A mark as a comment behind an expression in CEL. */
export const comment = (mark: string): string => ` // ${mark}`;

/** The marks that are comments. */
export function commentedMarks(spec: object): string[] {
  return fingerprints(spec).filter((mark) => JSON.stringify(spec).includes(comment(mark)));
}

/** The marks that are tags of traces. */
export function taggedMarks(spec: object): string[] {
  const tags = JSON.stringify(spec).matchAll(/"literal":\{"value":"(fingerprint-[0-9a-f]{8})"\}/g);
  return [...new Set([...tags].map(([, mark = ""]) => mark))];
}

/** How a gateway shows that it takes requests for a host: not by a text of the object's, but by its structure. */
export const hostMark = (host: string): string => `host ${host}`;

/** What stands between the shop's namespace and the mark in the name of the Secret that its gateway serves TLS with. */
export const credentialPrefix = "-tls-";

/** The marks of a Gateway: the names of what it serves TLS with. */
export function credentialNames({ servers = [] }: GatewaySpec): string[] {
  return servers.flatMap(({ tls }) => tls?.credentialName ?? []);
}

/** What the mark of an object that is shown in a gateway's listeners begins with. */
export const gatewayMarkPrefix = (name: string): string => `${name}.`;

/** The marks of one such object in a listener that shows those of others too. */
export function gatewayMarks(listener: object, name: string): string[] {
  const own = new RegExp(`(?<![\\w.-])${name}\\.(fingerprint-[0-9a-f]{8})\\b`, "g");
  return [...JSON.stringify(listener).matchAll(own)].map(([, mark = ""]) => mark);
}
