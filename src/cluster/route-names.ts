/** Names that traffic.ts gives to routes, as they stand in a proxy's configuration dump. */
const ours = /"name":\s*"([a-z0-9-]+-to-v\d[a-z0-9-]*\.[0-9a-f]{8})"/g;

/** The routes of this program that a proxy serves. @param dump JSON of Envoy's `/config_dump` */
export function routeNamesIn(dump: string): ReadonlySet<string> {
  return new Set([...dump.matchAll(ours)].map(([, name = ""]) => name));
}

/** Whether a proxy serves these routes and no earlier state of them. */
export function servesExactly(served: ReadonlySet<string>, expected: ReadonlySet<string>): boolean {
  return served.size === expected.size && [...expected].every((name) => served.has(name));
}
