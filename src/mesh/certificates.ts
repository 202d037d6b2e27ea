import { webcrypto } from "node:crypto";

/** A certificate for the gateway, and who vouches for it; all in PEM. */
export interface Certificates {
  /** The authority's own certificate, which visitors are given. */
  readonly authority: string;
  readonly certificate: string;
  /** The certificate's private half. */
  readonly key: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

const dayMs = 24 * 60 * 60 * 1000;
/** The longest that browsers take of a certificate of a public authority; a stack's `up` makes a new one each year. */
const certificateDays = 397;
const authorityDays = 3650;

/**
 * A certificate for a host, and for the lab's localhost, by an authority of the stack's own.
 *
 * The library takes a sixth of a second to load, so it is loaded here, where a certificate is made, and nowhere else.
 * @param authorityKey P-256, as a JSON Web Key
 */
export async function makeCertificates(host: string, authorityKey: string): Promise<Certificates> {
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(webcrypto as Crypto);
  const { subtle } = webcrypto;
  const { kty = "", crv = "", x = "", y = "", d } = JSON.parse(authorityKey) as JsonWebKey;
  const half = (jwk: JsonWebKey, use: "sign" | "verify") => subtle.importKey("jwk", jwk, algorithm, true, [use]);
  const authorityKeys = {
    privateKey: await half({ kty, crv, x, y, ...(d && { d }) }, "sign"),
    publicKey: await half({ kty, crv, x, y }, "verify"),
  };
  // Clocks differ.
  const notBefore = new Date(Date.now() - dayMs);
  const until = (days: number) => new Date(notBefore.getTime() + days * dayMs);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Sock Shop demo CA",
    ...{ notBefore, notAfter: until(authorityDays), keys: authorityKeys, signingAlgorithm: algorithm },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const keys = await subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    ...{ subject: `CN=${host.slice(0, 64)}`, issuer: authority.subject, notBefore, notAfter: until(certificateDays) },
    ...{ publicKey: keys.publicKey, signingKey: authorityKeys.privateKey, signingAlgorithm: algorithm },
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: host },
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  return {
    authority: authority.toString("pem"),
    certificate: certificate.toString("pem"),
    key: x509.PemConverter.encode(await subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY"),
  };
}
