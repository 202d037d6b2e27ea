import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { Duplex, PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { PortForward } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { WebSocket } from "ws";

export interface PodPort {
  readonly namespace: string;
  /** Of the pod. */
  readonly name: string;
  readonly port: number;
}

/** Envoy answers in milliseconds; a pod whose node is gone never does. */
const patienceMs = 10_000;

/**
 * HTTP with a port of a pod, as `kubectl port-forward` reaches it: also one that listens on the pod's loopback alone.
 * (To run a command in the pod instead takes three times as long: each starts a process there.) The connection is opened
 * with the first question and kept for the next ones, one at a time; after a failure the next question opens another.
 */
export class PodHttp {
  private agent: Agent | undefined;
  private forward: WebSocket | undefined;

  constructor(
    /** Of the cluster; asked for with the first question. */
    private readonly forwarder: () => Promise<PortForward>,
    private readonly pod: PodPort,
    /** Longest that an answer may take, in milliseconds. Default: 10 s. */
    private readonly patience = patienceMs,
  ) {}

  /**
   * @returns the body
   * @throws Error when the port does not answer in time, or not with 200
   */
  async get(path: string): Promise<string> {
    try {
      this.agent ??= await this.connect();
      const signal = AbortSignal.timeout(this.patience);
      const request = get({ host: "localhost", path, signal, agent: this.agent });
      const [response] = (await once(request, "response")) as [IncomingMessage];
      const body = await text(response);
      if (response.statusCode !== 200) {
        throw new Error(`${this.pod.name} answers ${path} with ${response.statusCode}`);
      }
      return body;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** An open connection would keep the program from ending. */
  close(): void {
    this.forward?.close();
    this.agent?.destroy();
    this.forward = this.agent = undefined;
  }

  private async connect(): Promise<Agent> {
    const { namespace, name, port } = this.pod;
    const [asked, answered, failure] = [new PassThrough(), new PassThrough(), new PassThrough()];
    // Without a number of retries it is the connection itself that is returned.
    const forwarder = await this.forwarder();
    const forward = (await forwarder.portForward(namespace, name, [port], answered, failure, asked)) as WebSocket;
    this.forward = forward;
    const connection = socketOf(answered, asked);
    forward.on("close", () => answered.end());
    failure.once("data", (reason: Buffer) => connection.destroy(new Error(`${name}: ${reason.toString().trim()}`)));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    return Object.assign(agent, { createConnection: () => connection });
  }
}

/**
 * One question, over a connection of its own.
 * @throws Error as `PodHttp.get` does
 */
export async function askOnce(forwarder: () => Promise<PortForward>, pod: PodPort, path: string): Promise<string> {
  const http = new PodHttp(forwarder, pod);
  try {
    return await http.get(path);
  } finally {
    http.close();
  }
}

/** Node keeps a connection open for the next request only if it can set what sockets have. */
function socketOf(readable: PassThrough, writable: PassThrough): Duplex {
  const nothing = function (this: Duplex) {
    return this;
  };
  const ofSockets = { setKeepAlive: nothing, setTimeout: nothing, setNoDelay: nothing, ref: nothing, unref: nothing };
  return Object.assign(Duplex.from({ readable, writable }), ofSockets);
}
