import { dirname, isAbsolute, resolve, sep } from "node:path";
import { NotChosen } from "./kubeconfig-error";

/** Parts of a kubeconfig by its own names for them. */
export interface RawCluster {
  readonly server?: string;
  readonly "certificate-authority"?: string;
  readonly "certificate-authority-data"?: string;
  readonly "insecure-skip-tls-verify"?: boolean;
  readonly "tls-server-name"?: string;
  readonly "proxy-url"?: string;
  readonly extensions?: readonly { readonly name?: string; readonly extension?: unknown }[];
}

export interface RawExec {
  readonly apiVersion?: string;
  readonly command?: string;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly provideClusterInfo?: boolean;
  readonly interactiveMode?: string;
}

export interface RawUser {
  readonly "client-certificate"?: string;
  readonly "client-certificate-data"?: string;
  readonly "client-key"?: string;
  readonly "client-key-data"?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly as?: string;
  readonly "as-uid"?: string;
  readonly "as-groups"?: readonly string[];
  readonly "as-user-extra"?: Readonly<Record<string, readonly string[]>>;
  readonly exec?: RawExec;
  readonly "auth-provider"?: { readonly name: string; readonly config?: object };
}

interface RawContext {
  readonly cluster?: string;
  readonly user?: string;
}

/** A kubeconfig, or what several together come to. */
export interface Kubeconfig {
  readonly currentContext: string;
  readonly contexts: ReadonlyMap<string, RawContext>;
  readonly clusters: ReadonlyMap<string, RawCluster>;
  readonly users: ReadonlyMap<string, RawUser>;
}

/** A cluster, and whom to be there. */
export interface Chosen {
  /** Name of the context; of the cluster where there is none. */
  readonly name: string;
  readonly cluster: RawCluster;
  readonly user: RawUser;
}

/**
 * A kubeconfig out of YAML that was read.
 * @param file from whose folder its paths go on; undefined where they are left as they are
 * @throws Error where it is none
 */
export function asKubeconfig(content: unknown, file?: string): Kubeconfig {
  const { "current-context": currentContext, contexts, clusters, users } = mapping(content ?? {}, "it");
  const absolute = (path: string) => (file === undefined || isAbsolute(path) ? path : resolve(dirname(file), path));
  return {
    currentContext: typeof currentContext === "string" ? currentContext : "",
    contexts: byName<RawContext>(contexts, "context"),
    clusters: byName<RawCluster>(clusters, "cluster", (cluster) =>
      withPaths(cluster, ["certificate-authority"], absolute),
    ),
    users: byName<RawUser>(users, "user", (user) => ({
      ...withPaths(user, ["client-certificate", "client-key", "tokenFile"], absolute),
      // A command without a folder is looked for on the PATH.
      ...(user.exec?.command?.includes(sep) && { exec: withPaths(user.exec, ["command"], absolute) }),
    })),
  };
}

/** Several as one: whoever names a thing first is believed, whole. */
export function merged(kubeconfigs: readonly Kubeconfig[]): Kubeconfig {
  const backwards = kubeconfigs.toReversed();
  return {
    currentContext: kubeconfigs.find(({ currentContext }) => currentContext !== "")?.currentContext ?? "",
    contexts: new Map(backwards.flatMap(({ contexts }) => [...contexts])),
    clusters: new Map(backwards.flatMap(({ clusters }) => [...clusters])),
    users: new Map(backwards.flatMap(({ users }) => [...users])),
  };
}

/**
 * The cluster that a kubeconfig means, or that is meant by these names of a context and a cluster in it.
 * @param otherwise what a kubeconfig that chooses nothing leaves: inside of a pod, the cluster that it is in
 * @throws NotChosen where nothing is chosen, or what is not there
 */
export function choose(
  { currentContext, contexts, clusters, users }: Kubeconfig,
  wanted: { readonly context?: string | undefined; readonly cluster?: string | undefined },
  otherwise?: Chosen,
): Chosen {
  const name = wanted.context ?? currentContext;
  const context = contexts.get(name);
  if (name !== "" && context === undefined) throw new NotChosen(`the kubeconfig has no context ${name}`, "context");
  const clusterName = wanted.cluster ?? context?.cluster ?? "";
  const cluster = clusters.get(clusterName);
  if (wanted.cluster !== undefined && cluster === undefined) {
    throw new NotChosen(`the kubeconfig has no cluster ${clusterName}`, "cluster");
  }
  if (cluster === undefined || Object.keys(cluster).length === 0) {
    if (otherwise !== undefined) return otherwise;
    throw new NotChosen(name === "" ? undefined : `context ${name} of the kubeconfig leads to no cluster`, "context");
  }
  if (!cluster.server) throw new NotChosen(`cluster ${clusterName} of the kubeconfig has no server`, "context");
  return { name: name || clusterName, cluster, user: users.get(context?.user ?? "") ?? {} };
}

/** The entries of one of a kubeconfig's lists. */
function byName<Part>(list: unknown, kind: string, made = (part: Part): Part => part): Map<string, Part> {
  const entries = (Array.isArray(list) ? list : []).map((entry: unknown) => mapping(entry, `a ${kind}`));
  const names = entries.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`it has ${kind} ${JSON.stringify(twice)} twice`);
  return new Map(entries.map(({ name, [kind]: part }) => [String(name), made((part ?? {}) as Part)]));
}

function withPaths<Part extends object>(
  part: Part,
  fields: readonly (keyof Part)[],
  absolute: (path: string) => string,
) {
  const given = fields.filter((field) => typeof part[field] === "string" && part[field] !== "");
  return { ...part, ...Object.fromEntries(given.map((field) => [field, absolute(part[field] as string)])) };
}

function mapping(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error(`${what} is ${(JSON.stringify(value) as string | undefined)?.slice(0, 40)} and no mapping`);
}
