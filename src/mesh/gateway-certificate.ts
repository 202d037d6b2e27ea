import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { keptKey } from "../cluster/signing-key";
import { annotated, marked } from "../cluster/stack-mark";
import type { EntranceTls } from "../stage/stage";
import { type Certificates, makeCertificates } from "./certificates";
import { fingerprint } from "./fingerprint";
import { credentialPrefix } from "./marks";

export interface GatewayCertificateArgs {
  readonly tls: EntranceTls;
  /** The shop's. */
  readonly namespace: string;
  /** That of the gateway's pods, which read no Secret of another. */
  readonly gatewayNamespace: string;
  readonly mark: string | undefined;
}

/** What the shop is served with over TLS. */
export interface GatewayCertificate {
  /** Name of the Secret, which changes with the certificate: proxies show it. */
  readonly credentialName: pulumi.Output<string>;
  /** Who vouches for it, in PEM; undefined where there is no certificate. */
  readonly authority: pulumi.Output<string> | undefined;
  /** What the Gateway needs before it names it. */
  readonly secrets: readonly pulumi.Resource[];
  /** Where visitors reach it. */
  readonly port: number;
}

/** The key of the stack's own certificate authority: one for all stages, so that who trusts it once need not do so again. */
export const authorityKey = (): pulumi.Output<string> => keptKey("certificate-authority");

/**
 * The gateway's certificate, in a Secret beside the gateway. It is made when the stage is entered and kept in the stack's
 * state until it is left. A Stash is never renewed, so another host, or another year, has one of another name.
 *
 * Where the provider writes manifests a private key would lie in a file for all to read: then the Secret is for the user
 * to make.
 * @param authorityKey signs certificates, as a JSON Web Key; secret
 */
export function gatewayCertificate(
  { tls, namespace, gatewayNamespace, mark }: GatewayCertificateArgs,
  authorityKey: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): GatewayCertificate {
  const { port } = tls;
  if (new pulumi.Config("kubernetes").get("renderYamlToDirectory") !== undefined) {
    const name = `${namespace}${credentialPrefix}yours`;
    void pulumi.log.warn(
      `No private key is written to a file. Type, before these manifests are applied: ` +
        `kubectl -n ${gatewayNamespace} create secret tls ${name} --cert FILE --key FILE`,
    );
    return { credentialName: pulumi.output(name), authority: undefined, secrets: [], port };
  }
  const made = pulumi.secret(authorityKey.apply(async (key) => JSON.stringify(await makeCertificates(tls.host, key))));
  const name = `gateway-certificate-${tls.host}-${new Date().getUTCFullYear()}`;
  const stash = new pulumi.Stash(name, { input: made }, { ignoreChanges: ["input"] });
  // A targeted run may leave it out before it is in the state.
  const kept = pulumi
    .all([stash.output as pulumi.Output<string | undefined>, made])
    .apply(([kept, made]) => JSON.parse(kept ?? made) as Certificates);
  const open = (part: (all: Certificates) => string) => pulumi.unsecret(kept.apply(part));
  const credentialName = open((all) => `${namespace}${credentialPrefix}${fingerprint(all.certificate)}`);
  const secret = new kubernetes.core.v1.Secret(
    "gateway-certificate",
    {
      metadata: { name: credentialName, namespace: gatewayNamespace, ...annotated(marked(mark)) },
      type: "kubernetes.io/tls",
      stringData: {
        "tls.crt": open(({ certificate }) => certificate),
        "tls.key": pulumi.secret(kept.apply(({ key }) => key)),
      },
    },
    opts,
  );
  return { credentialName, authority: open(({ authority }) => authority), secrets: [secret], port };
}
