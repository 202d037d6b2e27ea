import { createHash, generateKeyPairSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** The half of a key pair that checks tokens, as a JSON Web Key. */
export interface PublicKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
}

/** Both halves of the key pair that visitors' tokens are signed with. */
export interface SigningKey {
  /** A JSON Web Key, as text; secret. */
  readonly whole: pulumi.Output<string>;
  /** What may be seen by everyone. */
  readonly publicHalf: pulumi.Output<PublicKey>;
}

/** The stack's own key for visitors' tokens. */
export function signingKey(): SigningKey {
  const whole = keptKey("signing-key");
  return { whole, publicHalf: pulumi.unsecret(whole.apply(publicHalf)) };
}

/**
 * A private key of the stack's own (P-256, as a JSON Web Key), made in its first run and given back by the engine in each
 * later one; secret. It is declared in every stage: one that left it out would have the next make another, and what was
 * signed before would be worth nothing. To make one takes less than a millisecond, so each run makes one, and all but the
 * first throw it away.
 *
 * Where the provider writes manifests there is no state to keep it in: then nobody can sign what these let in.
 */
export function keptKey(name: string): pulumi.Output<string> {
  const made = JSON.stringify(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }));
  const kept =
    new pulumi.Config("kubernetes").get("renderYamlToDirectory") === undefined
      ? (new pulumi.Stash(name, { input: pulumi.secret(made) }, { ignoreChanges: ["input"] }).output as pulumi.Output<
          string | undefined
        >)
      : pulumi.output(made);
  // A targeted run may leave it out before it is in the state.
  return pulumi.secret(kept.apply((key) => key ?? made));
}

/** Of a JSON Web Key, as text, what may be seen by everyone: field by field, so that nothing else gets out. */
export function publicHalf(key: string): PublicKey {
  const { kty, crv, x, y } = JSON.parse(key) as PublicKey;
  return { kty, crv, x, y };
}

/** The name that tokens call a key by: its thumbprint, as RFC 7638 has it. */
export function keyId({ kty, crv, x, y }: PublicKey): string {
  return createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
}
