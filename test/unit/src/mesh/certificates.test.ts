import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { connect, createServer } from "node:tls";
import type { AddressInfo } from "node:net";
import { makeCertificates } from "../../../../src/mesh/certificates";

const newKey = () =>
  JSON.stringify(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }));
const key = newKey();

/** What a visitor's TLS says of a server with the certificate: `authorized`, or the code of the error. */
async function visitor(host: string, ca: string, served: { certificate: string; key: string }): Promise<string> {
  const server = createServer({ cert: served.certificate, key: served.key }, (socket) => socket.end());
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return await new Promise<string>((resolve) => {
      const options = { host: "127.0.0.1", port, servername: host === "127.0.0.1" ? "" : host, ca };
      const socket = connect(options, () => {
        socket.destroy();
        resolve("authorized");
      });
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(String(error.code)));
    });
  } finally {
    server.close();
  }
}

test("who knows the authority takes the certificate for its host and for the lab's, and for no other", async () => {
  const { authority, ...served } = await makeCertificates("shop.example", key);
  expect(await visitor("shop.example", authority, served)).toBe("authorized");
  expect(await visitor("localhost", authority, served)).toBe("authorized");
  expect(await visitor("127.0.0.1", authority, served)).toBe("authorized");
  expect(await visitor("other.example", authority, served)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
});

test("who knows another authority does not", async () => {
  const served = await makeCertificates("shop.example", key);
  const { authority } = await makeCertificates("shop.example", newKey());
  expect(await visitor("shop.example", authority, served)).not.toBe("authorized");
});

test("who trusts the authority once takes what it certifies later", async () => {
  const { authority } = await makeCertificates("shop.example", key);
  expect(await visitor("later.example", authority, await makeCertificates("later.example", key))).toBe("authorized");
});

test("a certificate is valid for no longer than browsers take, and certifies nobody", async () => {
  const { certificate, authority } = await makeCertificates("shop.example", key);
  const { validFrom, validTo, ca } = new X509Certificate(certificate);
  expect((Date.parse(validTo) - Date.parse(validFrom)) / 86_400_000).toBe(397);
  expect(ca).toBe(false);
  expect(new X509Certificate(authority).ca).toBe(true);
});

test("the key of the authority is in nothing that is handed on", async () => {
  const { d } = JSON.parse(key) as { d: string };
  const secret = Buffer.from(d, "base64url");
  const all = await makeCertificates("shop.example", key);
  for (const pem of Object.values(all)) {
    const der = Buffer.from(pem.replace(/-----.*-----|\s/g, ""), "base64");
    expect(der.includes(secret)).toBe(false);
  }
});
