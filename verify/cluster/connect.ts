import { existsSync } from "node:fs";
import { CoreV1Api, CustomObjectsApi, Exec, KubeConfig, loadYaml, PortForward } from "@kubernetes/client-node";
import { Mistake } from "../../command-line/mistake";
import { ambient, kubeconfigFiles, lenient, ownCluster, surroundings } from "../../kubeconfig/ambient";
import { clientConfig } from "../../kubeconfig/client-config";
import { choose, type Kubeconfig } from "../../kubeconfig/kubeconfig";
import { NotChosen } from "../../kubeconfig/kubeconfig-error";

/** A cluster that answers, by the kubeconfig's word for it. */
export interface Connection {
  /** The name of the context. */
  readonly context: string;
  /** The shop's namespace. */
  readonly namespace: string;
  /** That of the ingress gateway's pods; undefined where all namespaces may be looked through for them. */
  readonly gatewayNamespace: string | undefined;
  readonly core: CoreV1Api;
  readonly custom: CustomObjectsApi;
  readonly exec: Exec;
  readonly portForward: PortForward;
}

/** Longest that the cluster may take to answer the first question, in milliseconds. */
const PATIENCE = 15_000;

/**
 * Opens the cluster that KUBECONFIG (or ~/.kube/config) names, and sees that it answers.
 *
 * @param options its context is one of that kubeconfig; default its current one
 */
export async function connect(
  options: Pick<Connection, "namespace" | "gatewayNamespace"> & { readonly context: string | undefined },
  signal: AbortSignal,
): Promise<Connection> {
  const config = load(options.context);
  const server = config.getCurrentCluster()?.server ?? "an address that the kubeconfig does not give";
  const core = config.makeApiClient(CoreV1Api);
  try {
    // Asked of the shop's namespace alone, since not everybody may look into others.
    await answer(core.listNamespacedPod({ namespace: options.namespace, limit: 1 }), signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new Mistake(
      `the cluster of context ${config.getCurrentContext()} (${server}) cannot be used: ${reasonOf(error)}\n` +
        `is it running? for the lab, type: npm run lab -- start`,
    );
  }
  const custom = config.makeApiClient(CustomObjectsApi);
  return {
    context: config.getCurrentContext(),
    namespace: options.namespace,
    gatewayNamespace: options.gatewayNamespace,
    core,
    custom,
    exec: new Exec(config),
    portForward: new PortForward(config),
  };
}

/** Read as kubectl and the provider do, not as the client would: it is the cluster that they change. */
function load(context: string | undefined): KubeConfig {
  const files = kubeconfigFiles();
  const own = ownCluster();
  if (own === undefined && !files.some((file) => existsSync(file))) {
    throw new Mistake(`there is no kubeconfig: ${files.join(", ")} does not exist\nset KUBECONFIG to the cluster's`);
  }
  const cannot = (error: unknown) =>
    new Mistake(
      `the kubeconfig ${files.join(", ")} cannot be used: ${(error as Error).message.split("\n")[0]}`,
      "kubectl config view",
    );
  let known: Kubeconfig;
  try {
    known = ambient(lenient(loadYaml));
  } catch (error) {
    throw cannot(error);
  }
  const config = new KubeConfig();
  try {
    config.loadFromOptions(clientConfig(choose(known, { context }, own), surroundings));
  } catch (error) {
    if (!(error instanceof NotChosen)) throw cannot(error);
    const names = [...known.contexts.keys()].sort().join(", ");
    throw new Mistake(
      `${error.why ?? `the kubeconfig ${files.join(", ")} has no current context`}\nchoose with --context: ${names}`,
    );
  }
  return config;
}

/** The question's answer, unless the run is stopped or the cluster keeps silent. */
function answer<T>(question: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error(`no answer in ${PATIENCE / 1000} s`)), PATIENCE);
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    question.then(resolve, reject).finally(() => {
      clearTimeout(deadline);
      signal.removeEventListener("abort", stop);
    });
  });
}

/** What went wrong, in one line: the server's own words, or the network's. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, body, cause } = error as { code?: unknown; body?: unknown; cause?: unknown };
  const message = messageOf(body);
  if (typeof code === "number" && message) return `${code} ${message}`;
  if (cause instanceof Error) return reasonOf(cause);
  return (error.message.split("\n")[0] || (typeof code === "string" ? code : error.name)).trim();
}

/** The message of a Kubernetes Status, which comes as text or as an object. */
function messageOf(body: unknown): string {
  if (typeof body !== "string") return (body as { message?: string } | undefined)?.message ?? "";
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body;
  } catch {
    // A proxy on the way answered, in its own words.
    return body;
  }
}
