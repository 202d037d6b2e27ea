import { isIstio } from "../istio";
import type { ResourceRule } from "../rule";

export const publicKeys: ResourceRule = {
  name: "public-keys",
  description: "No private key in a jwks: who can read the object or a proxy's configuration could sign tokens.",
  violations: (resource) => {
    if (!isIstio("RequestAuthentication", resource)) return [];
    return ((resource.props.spec?.jwtRules ?? []) as readonly { jwks?: string }[]).flatMap(({ jwks = "" }, index) =>
      secretsIn(jwks).map(
        // What was found is named and never shown: a message ends up in logs.
        (found) =>
          `spec.jwtRules[${index}].jwks of ${resource.name} has ${found}. Allowed: public keys alone (of RSA kty, n and e, of ` +
          "EC kty, crv, x and y; kid, alg and use beside them). Put only the public half there, and take a new pair: this " +
          "key has been in the stack.",
      ),
    );
  },
};

/** Members of a JSON Web Key that are nobody's but its owner's: RFC 7518, 6.2.2, 6.3.2 and 6.4. */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

const pem = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

function secretsIn(jwks: string): readonly string[] {
  const keys = keysIn(jwks).flatMap((key, index) => {
    const found = privateMembers.filter((member) => key[member] !== undefined);
    return found.length === 0 ? [] : [`in key ${index + 1} the private ${found.join(", ")}`];
  });
  return [...keys, ...(pem.test(jwks) ? ["a private key as PEM"] : [])];
}

/** The keys of a set, or the one key that stands in its place. */
function keysIn(jwks: string): readonly Readonly<Record<string, unknown>>[] {
  const set = parsed(jwks);
  const keys = isObject(set) ? (set["keys"] ?? [set]) : set;
  return Array.isArray(keys) ? keys.filter(isObject) : [];
}

/** Not JSON has no keys for Istio either. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
