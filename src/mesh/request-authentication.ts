import { gatewayLabels } from "../config/gateway-labels";
import { keyId, type PublicKey } from "../cluster/signing-key";
import type { EntranceTokens, Tokens } from "../stage/stage";
import { fingerprint } from "./fingerprint";
import type { RequestAuthenticationSpec } from "./istio";
import { fingerprintPrefix, gatewayMarkPrefix } from "./marks";

/**
 * Which tokens a service's own proxies believe: those of one issuer for one audience, signed with the stack's key. A
 * request with another is answered 401; to one without any this says nothing (see authorization.ts). Where no stage wants
 * tokens, an object without rules, which reads none.
 */
export function requestAuthentication(
  service: string,
  tokens: Tokens | undefined,
  key: PublicKey,
): RequestAuthenticationSpec {
  const selector = { matchLabels: { name: service } };
  return tokens === undefined ? { selector } : believed({ selector }, tokens, key);
}

/**
 * The same for the pods of the ingress gateway. They leave the token in the request, as whoever is behind may ask for it.
 * @param selector a label of theirs, as the config key `gatewaySelector`
 * @param name of the object. A gateway may have several shops' and other teams' in one listener, where no other text tells them apart.
 */
export function gatewayAuthentication(
  selector: string,
  name: string,
  tokens: EntranceTokens,
  key: PublicKey,
): RequestAuthenticationSpec {
  const pods = { selector: { matchLabels: { ...gatewayLabels(selector) } } };
  return believed(pods, tokens, key, { forwardOriginalToken: true }, gatewayMarkPrefix(name));
}

/** The mark stands beside the keys, where whoever reads a set of keys looks for no other member. */
function believed(
  pods: Pick<RequestAuthenticationSpec, "selector">,
  { issuer, audience }: EntranceTokens,
  key: PublicKey,
  more: { readonly forwardOriginalToken?: true } = {},
  prefix = "",
): RequestAuthenticationSpec {
  const keys = [{ ...key, kid: keyId(key), alg: "ES256", use: "sig" }];
  const spec = (mark: string): RequestAuthenticationSpec => ({
    ...pods,
    jwtRules: [{ issuer, audiences: [audience], ...more, jwks: JSON.stringify({ keys, mark }) }],
  });
  return spec(`${prefix}${fingerprintPrefix}${fingerprint(spec(""))}`);
}
