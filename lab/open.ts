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

/** The address of the tool's Service, inside the lab. */
async function addressOf(name: ToolName, namespace: string, signal: AbortSignal): Promise<string> {
  const get = ["-n", namespace, "get", "service", name, "--ignore-not-found", "-o", "jsonpath={.spec.clusterIP}"];
  const { stdout } = await kubectl(get, signal);
  if (stdout) return String(stdout);
  const { broughtBy } = tools[name];
  throw new LabError(
    `there is no ${name} in namespace ${namespace}: of the stages, ${broughtBy} brings it`,
    `in the lab's shell: pulumi config set stage ${broughtBy} && pulumi up`,
  );
}

/** Opens the port on the machine's loopback, towards the lab's network; the process ends with the lab. */
const relayTo = (name: ToolName, address: string, port: number): string => `defaults
    mode tcp
    timeout connect 5s
    timeout client 1h
    timeout server 1h

listen ${name}
    bind 127.0.0.1:${port}
    server ${name} ${address}:${tools[name].port} namespace ${labName}
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
  const address = await addressOf(name, namespace, signal);
  const port = asked ?? tools[name].port;
  if (await portTaken(port)) {
    throw new LabError(`port ${port} of this machine is taken`, `npm run lab -- open ${name} --port ${port + 1}`);
  }
  const file = inState(`open-${name}-${port}.cfg`);
  await writeFile(file, relayTo(name, address, port), { mode: 0o600 });
  const join = 'echo $$ > "$0/cgroup.procs" && exec "$@"';
  const relay = execa("sh", ["-c", join, await createCgroup(), "haproxy", "-f", file, "-db"], {
    cancelSignal: signal,
    reject: false,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = relay.then(({ stderr }) => {
    signal.throwIfAborted();
    throw new LabError(`the way to ${name} was closed, as the lab was stopped. ${stderr.trim()}`.trim());
  });
  try {
    const url = `http://localhost:${port}${tools[name].page}`;
    const late = new LabError(`${name} does not answer`, `kubectl -n ${namespace} get pods -l name=${name}`);
    await Promise.race([waitUntil((over) => answers(url, over), { limit: answersWithin, late, signal }), ended]);
    opened(url);
    await ended;
  } finally {
    relay.kill();
    await relay;
    await rm(file, { force: true });
  }
}
