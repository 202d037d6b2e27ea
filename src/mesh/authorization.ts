import type { Tokens } from "../stage/stage";
import { fingerprint } from "./fingerprint";
import type { AuthorizationPolicySpec } from "./istio";
import { fingerprintPrefix } from "./marks";

/** Somebody who calls, as a certificate of the mesh names it. */
export interface Account {
  readonly namespace: string;
  /** Of the ServiceAccount. */
  readonly name: string;
}

/** Whom a service lets in. */
export interface Allowed {
  /** Default: anyone. */
  readonly callers?: readonly Account[] | undefined;
  /** Default: any. */
  readonly methods?: readonly string[] | undefined;
  /** What requests must bear, beside all else. Default: nothing. */
  readonly tokens?: Tokens | undefined;
}

/**
 * Who may call a service. Where anyone may, an object that refuses a caller whom there cannot be: it changes nothing, and
 * what a stage before had in there is gone from the proxies before `up` ends. An ALLOW rule for all would not do, as it
 * opens what somebody else's policy closes.
 *
 * The same caller bears the mark. In a policy that allows it keeps one without callers from having no rule, which would
 * mean the same and could not be seen in a proxy.
 */
export function authorizationPolicy(service: string, { callers, methods, tokens }: Allowed): AuthorizationPolicySpec {
  const selector = { matchLabels: { name: service } };
  const spec = (mark: string): AuthorizationPolicySpec => {
    const nobody = { from: [{ source: { principals: [mark] } }] };
    if (callers === undefined && methods === undefined && tokens === undefined)
      return { selector, action: "DENY", rules: [nobody] };
    const rule = (token: object | undefined, paths: object | undefined) => {
      const source = { ...(callers && { principals: callers.map(principal) }), ...token };
      const operation = { ...(methods && { methods: [...methods] }), ...paths };
      return {
        ...(Object.keys(source).length > 0 && { from: [{ source }] }),
        ...(Object.keys(operation).length > 0 && { to: [{ operation }] }),
      };
    };
    const rules = [
      rule(tokens && { requestPrincipals: [`${tokens.issuer}/*`] }, undefined),
      ...(tokens && tokens.notAt.length > 0 ? [rule(undefined, { paths: [...tokens.notAt] })] : []),
    ];
    return { selector, action: "ALLOW", rules: [...(callers?.length === 0 ? [] : rules), nobody] };
  };
  return spec(`${fingerprintPrefix}${fingerprint(spec(""))}`);
}

/** In whichever trust domain: a mesh has one, and its name is the mesh's own. */
const principal = ({ namespace, name }: Account): string => `*/ns/${namespace}/sa/${name}`;

/** The accounts that a policy of this program names. */
export function accountsIn({ rules = [] }: AuthorizationPolicySpec): Account[] {
  const principals = rules.flatMap(({ from = [] }) => from.flatMap(({ source }) => source?.principals ?? []));
  return principals.flatMap((text) => {
    const [, namespace, name] = /^\*\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(text) ?? [];
    return namespace && name ? [{ namespace, name }] : [];
  });
}
