import * as kubernetes from "@pulumi/kubernetes";
import { DestinationRule, Gateway, VirtualService } from "../../../../src/mesh/istio";

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
} as const satisfies Record<string, Pair>;
