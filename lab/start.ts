import { existsSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { ListrTask } from "listr2";
import { writeCredentials } from "./control-plane/credentials.ts";
import { etcd } from "./control-plane/etcd.ts";
import { kubeApiserver } from "./control-plane/kube-apiserver.ts";
import { kubeControllerManager } from "./control-plane/kube-controller-manager.ts";
import { kubeScheduler } from "./control-plane/kube-scheduler.ts";
import { kubectlSucceeds } from "./control-plane/kubectl.ts";
import { createStack, prepareEnvironment, type ShopPorts } from "./environment.ts";
import { imageArchives } from "./image-cache.ts";
import { createCgroup } from "./machine/cgroup.ts";
import { ready, startDaemon, type Daemon, type RunningDaemon } from "./machine/daemon.ts";
import { raiseInotifyLimit } from "./machine/inotify.ts";
import { createMountPoints } from "./machine/mount-namespace.ts";
import { createNetworkNamespace } from "./machine/network-namespace.ts";
import { writeCharts } from "./mesh/charts.ts";
import { applyIstio, istioAvailable, renderIstio } from "./mesh/istio.ts";
import { relay } from "./mesh/relay.ts";
import { nodeName } from "./addresses.ts";
import { containerd, containerdSocket, ctr } from "./node/containerd.ts";
import { coredns } from "./node/coredns.ts";
import { kubeProxy } from "./node/kube-proxy.ts";
import { kubelet } from "./node/kubelet.ts";
import { writePodNetwork } from "./node/pod-network.ts";
import { cacheDir, inState, stateDir } from "./paths.ts";
import { markStarted } from "./started.ts";
import { stopLab } from "./stop.ts";

interface Start extends ShopPorts {
  signal: AbortSignal;
  cgroup: string;
  running: Map<string, RunningDaemon>;
}

async function run(start: Start, daemon: Daemon): Promise<RunningDaemon> {
  const running = await startDaemon(daemon, start.cgroup);
  start.running.set(daemon.name, running);
  return running;
}

async function prepareMachine(start: Start): Promise<void> {
  // From here on this process writes into the lab's folder alone, and only root shall read there.
  process.umask(0o077);
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  for (const folder of ["logs", "daemons"]) await mkdir(inState(folder), { mode: 0o700 });
  await raiseInotifyLimit();
  start.cgroup = await createCgroup();
  await createMountPoints();
  await createNetworkNamespace();
  await writeCredentials();
}

async function startControlPlane(start: Start): Promise<void> {
  const store = await run(start, etcd());
  const api = await run(start, kubeApiserver());
  await ready(
    "kube-apiserver",
    (signal) => kubectlSucceeds(["get", "--raw=/readyz"], signal),
    [store, api],
    start.signal,
  );
  await run(start, kubeControllerManager());
  await run(start, kubeScheduler());
}

async function startContainers(start: Start): Promise<void> {
  await writePodNetwork();
  const runtime = await run(start, await containerd());
  await ready("containerd", () => Promise.resolve(existsSync(containerdSocket)), [runtime], start.signal);
  const [command, ...args] = ctr;
  for (const archive of await imageArchives()) {
    await execa(command, [...args, "images", "import", archive], { cancelSignal: start.signal });
  }
}

async function startNode(start: Start): Promise<void> {
  const runtime = start.running.get("containerd");
  if (!runtime) throw new Error("the kubelet needs containerd first");
  await run(start, await coredns());
  await run(start, await kubeProxy());
  const agent = await run(start, await kubelet(runtime));
  const nodeReady = ["wait", "--for=condition=Ready", `node/${nodeName}`, "--timeout=2s"];
  await ready("the node", (signal) => kubectlSucceeds(nodeReady, signal), [runtime, agent], start.signal);
}

async function openShop(start: Start): Promise<void> {
  const { port, tlsPort } = start;
  await run(start, await relay(port, tlsPort));
  await prepareEnvironment({ port, tlsPort });
  await createStack(start.signal);
  await markStarted();
}

interface Step {
  title: string;
  run: (start: Start) => Promise<void>;
}

const istio: Step = {
  title: "Istio's charts",
  run: async ({ signal }) => applyIstio(await renderIstio(signal), signal),
};
const istioServes: Step = {
  title: "istiod and ingress gateway available",
  run: ({ signal }) => istioAvailable(signal),
};
const charts: Step = { title: "Istio's charts, for Pulumi to install", run: writeCharts };

/** The order of a start. Steps in a list of their own run side by side. */
const stepsOf = (withoutIstio: boolean): (Step | Step[])[] => [
  { title: "network, folders, credentials", run: prepareMachine },
  [
    { title: "etcd, API server, controllers, scheduler", run: startControlPlane },
    { title: "containerd and images", run: startContainers },
  ],
  [{ title: "kubelet, kube-proxy, CoreDNS", run: startNode }, withoutIstio ? charts : istio],
  ...(withoutIstio ? [] : [istioServes]),
  { title: "the shop's port, Pulumi's stack", run: openShop },
];

/** Where plain HTTP is redirected to in stage gateway-tls, unless config says another port. */
export const usualTlsPort = 8443;

export interface StartOptions extends ShopPorts {
  /** Leaves Istio out, for Pulumi to install. Default: the lab installs it. */
  withoutIstio?: boolean;
}

/** The tasks that bring the lab up, once its programs and images are built. */
export function startTasks({ port, tlsPort, withoutIstio = false }: StartOptions, signal: AbortSignal): ListrTask[] {
  const start: Start = { port, tlsPort, signal, cgroup: "", running: new Map() };
  const task = (step: Step): ListrTask => ({
    title: step.title,
    task: async () => {
      signal.throwIfAborted();
      await step.run(start);
    },
  });
  return stepsOf(withoutIstio).map((step) =>
    Array.isArray(step)
      ? {
          title: step.map((one) => one.title).join(" | "),
          task: (_, parent) => parent.newListr(step.map(task), { concurrent: true }),
        }
      : task(step),
  );
}

/** Takes down what a failed start has left. Its logs are kept. @returns where they are */
export async function abandonStart(): Promise<string> {
  const kept = join(cacheDir, "logs-of-failed-start");
  await rm(kept, { recursive: true, force: true });
  if (existsSync(inState("logs"))) await cp(inState("logs"), kept, { recursive: true });
  await stopLab();
  return kept;
}
