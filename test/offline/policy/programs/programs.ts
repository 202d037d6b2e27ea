import * as kubernetes from "@pulumi/kubernetes";
import {
  AuthorizationPolicy,
  DestinationRule,
  Gateway,
  type GatewaySpec,
  PeerAuthentication,
  VirtualService,
} from "../../../../src/mesh/istio";

/** Two programs that differ in one place. */
interface Pair {
  /** The policy that refuses the broken one. */
  readonly refusedBy: string;
  readonly broken: () => void;
  readonly repaired: () => void;
}

const metadata = { name: "it", namespace: "shop" };

/** A Deployment that is right, but for what is said here. */
function deployment(container: Partial<kubernetes.types.input.core.v1.Container>): void {
  const labels = { app: "it" };
  const containers = [{ name: "main", image: "nginx:1.27.1", securityContext: { runAsUser: 101 }, ...container }];
  const template = { metadata: { labels }, spec: { containers } };
  new kubernetes.apps.v1.Deployment("it", { metadata, spec: { selector: { matchLabels: labels }, template } });
}

/** A job whose first container is root's, with annotations on its pods. */
function migration(annotations: Record<string, string>): void {
  const main = { name: "main", image: "migration:1", securityContext: { runAsNonRoot: true } };
  const first = { name: "chown", image: "busybox:1.36.1", securityContext: { runAsUser: 0 } };
  const spec = { restartPolicy: "Never", containers: [main], initContainers: [first] };
  new kubernetes.batch.v1.CronJob("it", {
    metadata,
    spec: { schedule: "@daily", jobTemplate: { spec: { template: { metadata: { annotations }, spec } } } },
  });
}

function routes(...destinations: { host: string; subset?: string; weight?: number }[]): void {
  const route = destinations.map(({ weight, ...destination }) => ({
    destination,
    ...(weight !== undefined && { weight }),
  }));
  new VirtualService("it", { metadata, spec: { hosts: ["it"], http: [{ route }] } });
}

function mirror(subset: string): void {
  const [route, copy] = [[{ destination: { host: "it" } }], { host: "copy.lab.svc.cluster.local", subset }];
  new VirtualService("it", { metadata, spec: { hosts: ["it"], http: [{ route, mirror: copy }] } });
}

function subsets(host: string, namespace: string, ...names: string[]): void {
  const declared = names.map((name) => ({ name, labels: { version: name } }));
  new DestinationRule(host, { metadata: { name: host, namespace }, spec: { host, subsets: declared } });
}

function gateway(host: string, annotations: Record<string, string> = {}): void {
  const servers = [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: [host] }];
  new Gateway("it", { metadata: { ...metadata, annotations }, spec: { selector: { istio: "gateway" }, servers } });
}

/** A Gateway that ends TLS, of this version and newer. */
function tlsGateway(minProtocolVersion: NonNullable<GatewayTls>["minProtocolVersion"]): void {
  const tls = { mode: "SIMPLE", credentialName: "it", minProtocolVersion } as const;
  const servers = [{ port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: ["shop.example"], tls }];
  new Gateway("it", { metadata, spec: { selector: { istio: "gateway" }, servers } });
}

type GatewayTls = NonNullable<GatewaySpec["servers"]>[number]["tls"];

const selector = { matchLabels: { app: "it" } };

/** A STRICT namespace, and a port of some of its pods that takes plaintext too. */
function plaintextPort(annotations: Record<string, string>): void {
  new PeerAuthentication("all", { metadata: { ...metadata, name: "all" }, spec: { mtls: { mode: "STRICT" } } });
  const portLevelMtls = { 9090: { mode: "PERMISSIVE" } } as const;
  new PeerAuthentication("it", { metadata: { ...metadata, annotations }, spec: { selector, portLevelMtls } });
}

/** Tokens of one issuer, whose keys are these. Members of a key that are nobody else's are made up. */
function tokens(key: object): void {
  new kubernetes.apiextensions.CustomResource("tokens", {
    apiVersion: "security.istio.io/v1",
    kind: "RequestAuthentication",
    metadata,
    spec: { selector, jwtRules: [{ issuer: "it", jwks: JSON.stringify({ keys: [key] }) }] },
  });
}

const publicKey = { kty: "EC", crv: "P-256", x: "eA", y: "eQ" };

function allow(...rules: { from?: { source: { requestPrincipals: string[] } }[] }[]): void {
  new AuthorizationPolicy("it", { metadata, spec: { selector, action: "ALLOW", rules } });
}

const tokenHolders = { from: [{ source: { requestPrincipals: ["it/*"] } }] };

export const programs = {
  "a floating tag behind a registry's port": {
    refusedBy: "pinned-images",
    broken: () => deployment({ image: "registry.example:5000/nginx" }),
    repaired: () => deployment({ image: "registry.example:5000/nginx:1.27.1" }),
  },
  "a container that nothing keeps from being root": {
    refusedBy: "reason-for-root",
    broken: () => deployment({ securityContext: {} }),
    repaired: () => deployment({ securityContext: { runAsNonRoot: true } }),
  },
  "a first container that is root": {
    refusedBy: "reason-for-root",
    broken: () => migration({}),
    repaired: () => migration({ "runs-as-root.sock-shop/chown": "the volume's files belong to root at first" }),
  },
  "weights of 90": {
    refusedBy: "whole-weights",
    broken: () => routes({ host: "it", weight: 20 }, { host: "other", weight: 70 }),
    repaired: () => routes({ host: "it", weight: 20 }, { host: "other", weight: 80 }),
  },
  "a route to a subset that is not declared": {
    refusedBy: "declared-subsets",
    broken: () => {
      subsets("it", "shop", "v1");
      routes({ host: "it", subset: "v2" });
    },
    repaired: () => {
      subsets("it", "shop", "v1", "v2");
      routes({ host: "it", subset: "v2" });
    },
  },
  "a mirror to a subset declared in another namespace than its host's": {
    refusedBy: "declared-subsets",
    broken: () => {
      subsets("copy", "shop", "v1");
      mirror("v1");
    },
    repaired: () => {
      subsets("copy", "lab", "v1");
      mirror("v1");
    },
  },
  "a Gateway for all hosts": {
    refusedBy: "named-hosts",
    broken: () => gateway("*"),
    repaired: () => gateway("shop.example"),
  },
  "a Gateway for all hosts of a namespace": {
    refusedBy: "named-hosts",
    broken: () => gateway("shop/*"),
    repaired: () => gateway("shop/*", { "sock-shop/open-to-all-hosts": "a demo has no name of its own" }),
  },
  "TLS 1.1 at a Gateway": {
    refusedBy: "current-tls",
    broken: () => tlsGateway("TLSV1_1"),
    repaired: () => tlsGateway("TLSV1_2"),
  },
  "an empty rule that allows": {
    refusedBy: "filled-rules",
    broken: () => allow({}),
    repaired: () => allow(),
  },
  "plaintext at a port of a STRICT namespace": {
    refusedBy: "reason-for-plaintext",
    broken: () => plaintextPort({}),
    repaired: () => plaintextPort({ "sock-shop/takes-plaintext": "a scraper outside the mesh" }),
  },
  "the private half of a key": {
    refusedBy: "public-keys",
    broken: () => {
      tokens({ ...publicKey, d: "ZA" });
      allow(tokenHolders);
    },
    repaired: () => {
      tokens(publicKey);
      allow(tokenHolders);
    },
  },
  "tokens that nobody needs": {
    refusedBy: "required-tokens",
    broken: () => tokens(publicKey),
    repaired: () => {
      tokens(publicKey);
      allow(tokenHolders);
    },
  },
} as const satisfies Record<string, Pair>;
