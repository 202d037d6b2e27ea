import { rm, writeFile } from "node:fs/promises";
import { execa } from "execa";
import { waitUntil } from "../command-line/wait-until.ts";
import { kubectl } from "./control-plane/kubectl.ts";
import { LabError } from "./lab-error.ts";
import { createCgroup } from "./machine/cgroup.ts";
import { portTaken } from "./machine/loopback-port.ts";
import { inState, labName } from "./paths.ts";
import { labStarted } from "./started.ts";
import { isTool, toolNames, tools, type ToolName } from "./tools.ts";

export interface OpenOptions {
  /** Loopback port. Default: the tool's own. */
  port?: number;
  /** Where the shop is. */
  namespace: string;
}

/** Longest that a tool may take to answer, in milliseconds. */
const answersWithin = 10_000;

/** Fails where the tool is not deployed. */
async function expectTool(name: ToolName, namespace: string, signal: AbortSignal): Promise<void> {
  const { stdout } = await kubectl(
    ["-n", namespace, "get", "service", name, "--ignore-not-found", "-o", "name"],
    signal,
  );
  if (stdout) return;
  const { broughtBy } = tools[name];
  throw new LabError(
    `there is no ${name} in namespace ${namespace}: of the stages, ${broughtBy} brings it`,
    `in the lab's shell: pulumi config set stage ${broughtBy} && pulumi up`,
  );
}

/** Where kubectl listens in the lab's network: the relay may do so there on the usual address. */
const inside = "127.0.0.2";

/**
 * Leads a port of the lab's network into the tool's pod, to its own loopback, where a mesh of mutual TLS takes plain HTTP
 * too. Goes on with the next pod where one has gone; gives up, in kubectl's words, where there is none.
 */
async function forwardTo(name: ToolName, { namespace, port }: Relay, signal: AbortSignal): Promise<never> {
  const ports = `${port}:${tools[name].port}`;
  for (;;) {
    const command = ["-n", namespace, "port-forward", `service/${name}`, ports, "--address", inside];
    const { stdout, stderr } = await kubectl(command, signal, { reject: false });
    signal.throwIfAborted();
    if (!String(stdout).includes("Forwarding from")) {
      throw new LabError(`there is no way to ${name} any more: ${String(stderr).trim()}`);
    }
  }
}

interface Relay {
  /** Where the shop is. */
  namespace: string;
  /** On either side. */
  port: number;
}

/** Opens the port on the machine's loopback, towards the lab's network; the process ends with the lab. */
const relayTo = (name: ToolName, port: number): string => `defaults
    mode tcp
    timeout connect 5s
    timeout client 1h
    timeout server 1h

listen ${name}
    bind 127.0.0.1:${port}
    server ${name} ${inside}:${port} namespace ${labName}
`;

const answers = async (url: string, signal: AbortSignal): Promise<boolean> => {
  try {
    return (await fetch(url, { signal })).ok;
  } catch {
    return false;
  }
};

/**
 * Makes a tool's pages answer on the machine's loopback until the signal, or the lab, ends it.
 * @param opened told the address of its page, once that answers
 */
export async function openTool(
  name: string,
  { port: asked, namespace }: OpenOptions,
  signal: AbortSignal,
  opened: (url: string) => void,
): Promise<void> {
  if (!isTool(name)) throw new LabError(`no tool "${name}"; there are: ${toolNames.join(", ")}`);
  if (!labStarted()) throw new LabError("no lab is running", "npm run lab -- start");
  await expectTool(name, namespace, signal);
  const port = asked ?? tools[name].port;
  if (await portTaken(port)) {
    throw new LabError(`port ${port} of this machine is taken`, `npm run lab -- open ${name} --port ${port + 1}`);
  }
  const file = inState(`open-${name}-${port}.cfg`);
  await writeFile(file, relayTo(name, port), { mode: 0o600 });
  const join = 'echo $$ > "$0/cgroup.procs" && exec "$@"';
  const relay = execa("sh", ["-c", join, await createCgroup(), "haproxy", "-f", file, "-db"], {
    cancelSignal: signal,
    reject: false,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const closed = relay.then(({ stderr }) => {
    signal.throwIfAborted();
    throw new LabError(`the way to ${name} was closed, as the lab was stopped. ${stderr.trim()}`.trim());
  });
  const over = new AbortController();
  const forward = forwardTo(name, { namespace, port }, AbortSignal.any([signal, over.signal]));
  const ended = Promise.race([closed, forward]);
  try {
    const url = `http://localhost:${port}${tools[name].page}`;
    const late = new LabError(`${name} does not answer`, `kubectl -n ${namespace} get pods -l name=${name}`);
    await Promise.race([waitUntil((over) => answers(url, over), { limit: answersWithin, late, signal }), ended]);
    opened(url);
    await ended;
  } finally {
    over.abort();
    relay.kill();
    await Promise.allSettled([closed, forward]);
    await rm(file, { force: true });
  }
}
