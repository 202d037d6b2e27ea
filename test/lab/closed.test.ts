import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { inLab, succeeded } from "./lab";
import { withLab } from "./started";

withLab();

const state = "/var/lib/sock-shop-lab";
const namespace = "/run/netns/sock-shop-lab";
const relayPorts = [8080, 8443];

/** Ports that something listens on, as `ss` lists them: in the lab's network or in the machine's. */
function listening(where: "lab" | "machine"): { port: number; line: string }[] {
  const enter = where === "lab" ? ["nsenter", `--net=${namespace}`] : ["env"];
  const [command, ...words] = [...enter, "ss", "--tcp", "--listening", "--numeric", "--processes", "--no-header"];
  const lines = execFileSync(command, words, { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => ({ port: Number(/:(\d+)\s/.exec(line)?.[1]), line }));
}

const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const settle = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", settle(true)).on("error", settle(false)).on("timeout", settle(false));
  });

describe("from outside of its network namespace", () => {
  it("the lab listens on the shop's two ports of the loopback, and nowhere else", () => {
    const pids = readdirSync(join(state, "daemons")).map(
      (file) => (JSON.parse(readFileSync(join(state, "daemons", file), "utf8")) as { pid: number }).pid,
    );
    const own = listening("machine").filter(({ line }) => pids.some((pid) => line.includes(`pid=${pid},`)));
    const loopback = relayPorts.map((port) => `127.0.0.1:${port}`);
    expect(own.map(({ line }) => line.split(/\s+/)[3]).sort()).toEqual(loopback);
  });

  it("none of its other ports answers on any address of the machine", async () => {
    const inside = listening("lab").map(({ port }) => port);
    // etcd, API server, kubelet, controllers, scheduler, kube-proxy.
    expect(inside).toEqual(expect.arrayContaining([2379, 2380, 6443, 10250, 10257, 10259, 10249, ...relayPorts]));
    const ofOthers = new Set(listening("machine").map(({ port }) => port));
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    // An address of IPv6's link scope says nothing without its interface.
    const hosts = addresses.filter(({ scopeid }) => !scopeid).map(({ address }) => address);
    const asked = hosts.flatMap((host) => [...new Set(inside)].map((port) => ({ host, port })));
    const open = await Promise.all(asked.map(async (one) => ((await answers(one.host, one.port)) ? [one] : [])));
    const found = open.flat().filter(({ port }) => relayPorts.includes(port) || !ofOthers.has(port));
    expect(found.sort((one, other) => one.port - other.port)).toEqual(
      relayPorts.map((port) => ({ host: "127.0.0.1", port })),
    );
  });

  it("no interface of the machine leads into it", () => {
    const known = execFileSync("ip", ["netns", "list-id"], { encoding: "utf8" });
    expect(known).not.toContain("sock-shop-lab");
    const pods = execFileSync("ip", ["-netns", "sock-shop-lab", "netns", "list-id"], { encoding: "utf8" });
    // The control: the lab's own network is tied to that of each pod.
    expect(pods).toMatch(/nsid \d/);
  });

  it("its API server answers inside, the control", async () => {
    expect(succeeded(await inLab("kubectl", "get", "--raw=/readyz")).stdout).toContain("ok");
  });
});

/** Paths below the folder, without those to skip, that somebody but their owner may use. */
function open(folder: string, skip: readonly string[] = []): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (skip.includes(path) || entry.isSymbolicLink()) return [];
    const found = (lstatSync(path).mode & 0o077) === 0 ? [] : [path];
    return entry.isDirectory() ? [...found, ...open(path, skip)] : found;
  });
}

describe("its files", () => {
  it("are root's alone", () => {
    const skip = [
      // What is inside of pods: layers of images, volumes, /etc/hosts. Their users must read it there.
      "containerd",
      "containerd-run",
      "fixed-folders",
      // containerd gives its sockets to root's group.
      "containerd.sock",
      "containerd.sock.ttrpc",
      // Pulumi writes it as the user's shell does all files.
      "pulumi/.pulumi",
      "pulumi-home/workspaces",
    ].map((name) => join(state, name));
    expect(open(state, skip)).toEqual([]);
    // And nobody gets as far as to those that were left out.
    for (const folder of [state, join(state, "pulumi")]) expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it("would be found if they were not, the control", () => {
    const folder = mkdtempSync(join(tmpdir(), "sock-shop-modes-"));
    writeFileSync(join(folder, "open"), "");
    chmodSync(join(folder, "open"), 0o644);
    expect(open(folder)).toEqual([join(folder, "open")]);
  });
});
