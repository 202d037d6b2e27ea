import type { Cluster, User } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { Chosen, RawCluster, RawExec, RawUser } from "./kubeconfig";
import { Unusable } from "./kubeconfig-error";

/** What the Kubernetes client takes in place of a kubeconfig. */
export interface ClientConfig {
  readonly clusters: Cluster[];
  readonly users: User[];
  readonly contexts: { readonly name: string; readonly cluster: string; readonly user: string }[];
  readonly currentContext: string;
}

/** What lies outside of a kubeconfig. */
export interface Surroundings {
  /** The proxy that the environment puts before a server, if any. */
  readonly proxyTo: (server: URL) => string | undefined;
  /** The content of a file. */
  readonly read: (file: string) => string;
}

/**
 * The chosen cluster and user for the Kubernetes client, to be asked as kubectl and the provider would: where the
 * client's own reading of a kubeconfig is another, this goes before it.
 * @throws Unusable for what the client cannot do: else one would be asked, and the other would change
 */
export function clientConfig({ name, cluster, user }: Chosen, { proxyTo, read }: Surroundings): ClientConfig {
  const server = serverUrl(cluster, user);
  const secure = server.protocol === "https:";
  const caData = cluster["certificate-authority-data"];
  const caFile = cluster["certificate-authority"];
  const proxyUrl = cluster["proxy-url"] ? knownProxy(cluster["proxy-url"], name) : proxyTo(server);
  return {
    clusters: [
      {
        name,
        server: server.href.replace(/\/$/, ""),
        // To the client it means that a server without TLS is allowed, too.
        skipTLSVerify: cluster["insecure-skip-tls-verify"] === true || !secure,
        ...(caData ? { caData } : caFile && { caFile }),
        ...(cluster["tls-server-name"] && { tlsServerName: cluster["tls-server-name"] }),
        ...(proxyUrl !== undefined && { proxyUrl }),
      },
    ],
    users: [{ name, ...impersonation(user, name), ...(secure && credentials(user, cluster, name, read)) }],
    contexts: [{ name, cluster: name, user: name }],
    currentContext: name,
  };
}

/** A server without a scheme is one with TLS where there is something to do TLS with. */
function serverUrl(cluster: RawCluster, user: RawUser): URL {
  const { server = "" } = cluster;
  if (/^https?:\/\//i.test(server)) return new URL(server);
  const fields = [
    cluster["certificate-authority"],
    cluster["certificate-authority-data"],
    user["client-certificate"],
    user["client-certificate-data"],
    cluster["insecure-skip-tls-verify"],
  ];
  const url = `${fields.some(Boolean) ? "https" : "http"}://${server}`;
  if (!URL.canParse(url)) throw new Unusable(`its server ${server} is no address`);
  return new URL(url);
}

function knownProxy(proxy: string, name: string): string {
  if (/^(?:https?|socks5):\/\//.test(proxy) && URL.canParse(proxy)) return proxy;
  throw new Unusable(`context ${name} has the proxy-url ${proxy}, which is none of http, https or socks5`);
}

function impersonation({ as, ...user }: RawUser, name: string): Partial<User> {
  const more = (["as-uid", "as-groups", "as-user-extra"] as const).find((field) => user[field] !== undefined);
  if (more !== undefined) {
    throw new Unusable(`the user of context ${name} has ${more}, which this program cannot send with what it asks`);
  }
  return as ? { impersonateUser: as } : {};
}

/** Whom to be, sent to servers with TLS only. */
function credentials(user: RawUser, cluster: RawCluster, name: string, read: Surroundings["read"]): Partial<User> {
  const [certData, keyData] = [user["client-certificate-data"], user["client-key-data"]];
  const [certFile, keyFile] = [user["client-certificate"], user["client-key"]];
  const token = user.tokenFile ? read(user.tokenFile).trim() : user.token;
  return {
    ...(certData ? { certData } : certFile && { certFile }),
    ...(keyData ? { keyData } : keyFile && { keyFile }),
    ...(token && { token }),
    ...(user.username && { username: user.username, password: user.password ?? "" }),
    ...(user["auth-provider"] && { authProvider: user["auth-provider"] }),
    ...(user.exec && { exec: execOf(user.exec, cluster, name) }),
  };
}

/** Programs that bring credentials may ask what they are called for; the client does not tell them. */
function execOf(exec: RawExec, cluster: RawCluster, name: string): RawExec {
  if (exec.interactiveMode === "Always") {
    throw new Unusable(`context ${name} asks for credentials at the terminal, which Pulumi does not hand on`);
  }
  const { extensions, ...about } = cluster;
  const config = extensions?.find((extension) => extension.name === "client.authentication.k8s.io/exec")?.extension;
  const spec = {
    interactive: false,
    ...(exec.provideClusterInfo && { cluster: { ...about, ...(config !== undefined && { config }) } }),
  };
  const call = JSON.stringify({ kind: "ExecCredential", apiVersion: exec.apiVersion, spec });
  return { ...exec, env: [...(exec.env ?? []), { name: "KUBERNETES_EXEC_INFO", value: call }] };
}
