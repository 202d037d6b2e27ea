import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import * as x509 from "@peculiar/x509";
import { stringify } from "yaml";
import { addresses, clusterDomain, nodeName, ports } from "../addresses.ts";
import { inState } from "../paths.ts";

x509.cryptoProvider.set(webcrypto as Crypto);

/** P-256 keys: made in milliseconds, accepted by everything here. */
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
/** Nothing of a lab outlives this. */
const lifetimeMs = 365 * 24 * 60 * 60 * 1000;

interface Identity {
  /** Common name: the user name Kubernetes sees. */
  user: string;
  /** Organization: the group Kubernetes sees. */
  group?: string;
  /** Names and addresses of a server certificate. */
  serves?: x509.JsonGeneralNames;
}

const dns = (value: string) => ({ type: "dns" as const, value });
const ipAddress = (value: string) => ({ type: "ip" as const, value });

const identities = {
  "kube-apiserver": {
    user: "kube-apiserver",
    serves: [
      dns("kubernetes"),
      dns("kubernetes.default"),
      dns("kubernetes.default.svc"),
      dns(`kubernetes.default.svc.${clusterDomain}`),
      dns("localhost"),
      ipAddress("127.0.0.1"),
      ipAddress(addresses.node),
      ipAddress(addresses.apiService),
    ],
  },
  "kubelet-server": { user: `system:node:${nodeName}`, serves: [dns(nodeName), ipAddress(addresses.node)] },
  "kube-apiserver-kubelet-client": { user: "kube-apiserver", group: "system:masters" },
  admin: { user: "lab-admin", group: "system:masters" },
  "kube-controller-manager": { user: "system:kube-controller-manager" },
  "kube-scheduler": { user: "system:kube-scheduler" },
  "kube-proxy": { user: "system:kube-proxy" },
  coredns: { user: "lab-coredns", group: "system:masters" },
  kubelet: { user: `system:node:${nodeName}`, group: "system:nodes" },
} satisfies Record<string, Identity>;

type IdentityName = keyof typeof identities;

export const certificatePath = (name: IdentityName | "ca"): string => inState("pki", `${name}.crt`);
export const keyPath = (name: IdentityName | "ca" | "service-account"): string => inState("pki", `${name}.key`);
export const publicKeyPath = inState("pki", "service-account.pub");
export const kubeconfigPathOf = (name: IdentityName): string => inState("kubeconfigs", name);

const secret = (path: string, content: string) => writeFile(path, content, { mode: 0o600 });

async function privateKeyPem(keys: CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
}

const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);

const validity = () => {
  const now = Date.now();
  return { notBefore: new Date(now - 60_000), notAfter: new Date(now + lifetimeMs) };
};

const kubeconfig = (ca: string, certificate: string, key: string): string => {
  const base64 = (pem: string) => Buffer.from(pem).toString("base64");
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "sock-shop-lab",
        cluster: { server: `https://${addresses.node}:${ports.api}`, "certificate-authority-data": base64(ca) },
      },
    ],
    users: [{ name: "lab", user: { "client-certificate-data": base64(certificate), "client-key-data": base64(key) } }],
    contexts: [{ name: "sock-shop-lab", context: { cluster: "sock-shop-lab", user: "lab" } }],
    "current-context": "sock-shop-lab",
  });
};

/** Makes a certificate authority for this one lab, a certificate per identity, and a kubeconfig per client. */
export async function writeCredentials(): Promise<void> {
  await mkdir(inState("pki"), { recursive: true, mode: 0o700 });
  await mkdir(inState("kubeconfigs"), { recursive: true, mode: 0o700 });

  const caKeys = await newKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=sock-shop-lab",
    keys: caKeys,
    signingAlgorithm: algorithm,
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature, true),
    ],
  });
  await writeFile(certificatePath("ca"), ca.toString("pem"));
  await secret(keyPath("ca"), await privateKeyPem(caKeys));

  const serviceAccount = await newKeys();
  await secret(keyPath("service-account"), await privateKeyPem(serviceAccount));
  const publicKey = await webcrypto.subtle.exportKey("spki", serviceAccount.publicKey);
  await writeFile(publicKeyPath, x509.PemConverter.encode(publicKey, "PUBLIC KEY"));

  for (const [name, identity] of Object.entries(identities) as [IdentityName, Identity][]) {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      subject: [{ CN: [identity.user] }, ...(identity.group ? [{ O: [identity.group] }] : [])],
      issuer: ca.subject,
      publicKey: keys.publicKey,
      signingKey: caKeys.privateKey,
      signingAlgorithm: algorithm,
      ...validity(),
      extensions: [
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        identity.serves
          ? new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth])
          : new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
        ...(identity.serves ? [new x509.SubjectAlternativeNameExtension(identity.serves)] : []),
      ],
    });
    const pem = certificate.toString("pem");
    const key = await privateKeyPem(keys);
    await writeFile(certificatePath(name), pem);
    await secret(keyPath(name), key);
    if (!identity.serves) await secret(kubeconfigPathOf(name), kubeconfig(ca.toString("pem"), pem, key));
  }
}
