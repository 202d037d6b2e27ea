import { calculateJwkThumbprint, importJWK, type JWK, SignJWT } from "jose";

/** Who issues a token, and whom it is for. */
export interface TokenKind {
  readonly issuer: string;
  readonly audience: string;
}

/** What a token says. */
export interface TokenWish extends TokenKind {
  /** Who bears it. */
  readonly subject: string;
  /** When it ends, in seconds from now; negative for one that has. */
  readonly seconds: number;
  /** What else it says of its bearer. Default: nothing. */
  readonly claims?: Readonly<Record<string, string>>;
  /** The name of the key that it was signed with. Default: the key's own, its thumbprint. */
  readonly keyId?: string;
}

/** Of the stack's key: a curve of P-256. */
export const ALGORITHM = "ES256";

/** A token, signed. */
export async function mint(key: JWK, wish: TokenWish): Promise<string> {
  const { issuer, audience, subject, seconds, claims = {}, keyId = await calculateJwkThumbprint(key) } = wish;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: ALGORITHM, kid: keyId, typ: "JWT" })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setIssuedAt(now + Math.min(0, seconds) - 1)
    .setExpirationTime(now + seconds)
    .sign(await importJWK(key, ALGORITHM));
}

/** As a request bears it. */
export const bearing = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
