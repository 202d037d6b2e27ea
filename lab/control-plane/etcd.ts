import { ports } from "../addresses.ts";
import type { Daemon } from "../machine/daemon.ts";
import { inState } from "../paths.ts";
import { program } from "../toolchain/cache.ts";

const client = `http://127.0.0.1:${ports.etcd}`;

/** The store. On the namespace's own loopback, where neither pods nor the machine reach it. */
export const etcd = (): Daemon => ({
  name: "etcd",
  command: program("etcd"),
  args: [
    `--data-dir=${inState("etcd")}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    "--listen-peer-urls=http://127.0.0.1:2380",
    "--log-level=warn",
    // A lab's data dies with it, so waiting for the disk buys nothing.
    "--unsafe-no-fsync",
  ],
});
