import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { Duplex, PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { WebSocket } from "ws";
import { kubernetesClient } from "./kubernetes-client";

export interface PodPort {
  readonly namespace: string;
  /** Of the pod. */
  readonly name: string;
  readonly port: number;
}

/** Envoy answers in milliseconds; a pod whose node is gone never does. */
const patienceMs = 10_000;

/**
 * GET from a port of a pod, as `kubectl port-forward` reaches it: also one that listens on the pod's loopback alone.
 * (To run a command in the pod instead takes three times as long: each starts a process there.)
 * @returns the body
 * @throws Error when the port does not answer within 10 s, or not with 200
 */
export async function getFromPod(
  config: KubeConfig,
  { namespace, name, port }: PodPort,
  path: string,
): Promise<string> {
  const { PortForward } = await kubernetesClient();
  const [asked, answered, failure] = [new PassThrough(), new PassThrough(), new PassThrough()];
  // Without a number of retries it is the connection itself that is returned.
  const forwarder = new PortForward(config);
  const forward = (await forwarder.portForward(namespace, name, [port], answered, failure, asked)) as WebSocket;
  forward.on("close", () => answered.end());
  const connection = Duplex.from({ readable: answered, writable: asked });
  failure.once("data", (reason: Buffer) => connection.destroy(new Error(`${name}: ${reason.toString().trim()}`)));
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const request = get({ host: "localhost", path, signal, createConnection: () => connection });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const body = await text(response);
    if (response.statusCode !== 200) throw new Error(`${name} answers ${path} with ${response.statusCode}`);
    return body;
  } finally {
    forward.close();
  }
}
