import { keyId, type PublicKey } from "../cluster/signing-key";
import type { Tokens } from "../stage/stage";
import { fingerprint } from "./fingerprint";
import type { RequestAuthenticationSpec } from "./istio";
import { fingerprintPrefix } from "./marks";

/**
 * Which tokens a service's own proxies believe: those of one issuer for one audience, signed with the stack's key. A
 * request with another is answered 401; to one without any this says nothing (see authorization.ts). Where no stage wants
 * tokens, an object without rules, which reads none.
 *
 * The mark stands beside the keys, where whoever reads a set of keys looks for no other member.
 */
export function requestAuthentication(
  service: string,
  tokens: Tokens | undefined,
  key: PublicKey,
): RequestAuthenticationSpec {
  const selector = { matchLabels: { name: service } };
  if (tokens === undefined) return { selector };
  const { issuer, audience } = tokens;
  const keys = [{ ...key, kid: keyId(key), alg: "ES256", use: "sig" }];
  const spec = (mark: string): RequestAuthenticationSpec => ({
    selector,
    jwtRules: [{ issuer, audiences: [audience], jwks: JSON.stringify({ keys, mark }) }],
  });
  return spec(`${fingerprintPrefix}${fingerprint(spec(""))}`);
}
