/**
 * The origin of a web address as browsers send it: in lower case, without path, user or the scheme's usual port. Undefined
 * for what is no address of one host, such as `*` or `https://*.example`.
 */
export function originIn(address: string): string | undefined {
  if (!URL.canParse(address)) {
    return undefined;
  }
  const { protocol, hostname, origin } = new URL(address);
  const isHost = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(hostname);
  return /^https?:$/.test(protocol) && isHost ? origin : undefined;
}
