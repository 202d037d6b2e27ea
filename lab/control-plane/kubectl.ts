import { execa, type Options } from "execa";
import { insideNetwork } from "../machine/network-namespace.ts";
import { program } from "../toolchain/cache.ts";
import { kubeconfigPathOf } from "./credentials.ts";

/** A `kubectl wait` must not outlive a starter that was killed: the kernel ends it with its parent. */
const endsWithParent = ["--pdeathsig", "KILL", "--"];

/** Runs the real kubectl as the lab's admin, inside the lab's network. */
export const kubectl = (args: string[], signal: AbortSignal, options: Options = {}) =>
  execa(
    "setpriv",
    [...endsWithParent, ...insideNetwork, program("kubectl"), `--kubeconfig=${kubeconfigPathOf("admin")}`, ...args],
    {
      cancelSignal: signal,
      ...options,
    },
  );

/** Whether the command succeeds: a readiness check. */
export const kubectlSucceeds = async (args: string[], signal: AbortSignal): Promise<boolean> =>
  !(await kubectl(args, signal, { reject: false })).failed;
