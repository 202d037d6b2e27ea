import { existsSync } from "node:fs";
import { execa } from "execa";
import { addresses } from "../addresses.ts";
import { labName } from "../paths.ts";

/** Where iproute2 pins the namespace: `nsenter --net=<this>` runs a command inside. */
export const networkNamespacePath = `/run/netns/${labName}`;

/** The words that put a command into the lab's network. `ip netns exec` would hide /sys/fs/cgroup from containerd. */
export const insideNetwork = ["nsenter", `--net=${networkNamespacePath}`, "--"] as const;

const ip = (...args: string[]) => execa("ip", args);
const ipInside = (...args: string[]) => ip("-netns", labName, ...args);

/**
 * Makes the namespace with the node's address on a bridge of its own. There is no default route, so service
 * addresses get a route to that bridge: without one the kernel would refuse them before kube-proxy's rules see them.
 */
export async function createNetworkNamespace(): Promise<void> {
  await ip("netns", "add", labName);
  await ipInside("link", "set", "lo", "up");
  await ipInside("link", "add", "node0", "type", "bridge");
  await ipInside("address", "add", `${addresses.node}/${addresses.nodePrefix}`, "dev", "node0");
  await ipInside("link", "set", "node0", "up");
  await ipInside("route", "add", addresses.services, "dev", "node0");
  for (const setting of ["net.ipv4.ip_forward=1", "net.bridge.bridge-nf-call-iptables=1"]) {
    const [key = "", value = ""] = setting.split("=");
    const file = `/proc/sys/${key.replaceAll(".", "/")}`;
    await execa("nsenter", [...insideNetwork.slice(1), "sh", "-c", `echo ${value} > ${file}`]);
  }
}

/** Deletes the namespace; its interfaces, routes and packet rules go with it. */
export async function deleteNetworkNamespace(): Promise<void> {
  if (existsSync(networkNamespacePath)) await ip("netns", "delete", labName);
}
