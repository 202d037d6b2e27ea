import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { addresses } from "../addresses.ts";
import { inState } from "../paths.ts";

export const cniConfigDir = inState("cni");

/** Pods hang on one bridge; `hairpinMode` lets a pod reach itself through its own Service. */
export async function writePodNetwork(): Promise<void> {
  await mkdir(cniConfigDir, { recursive: true, mode: 0o700 });
  const config = {
    cniVersion: "1.0.0",
    name: "lab",
    plugins: [
      {
        type: "bridge",
        bridge: "pods0",
        isGateway: true,
        hairpinMode: true,
        ipam: { type: "host-local", ranges: [[{ subnet: addresses.pods }]], routes: [{ dst: "0.0.0.0/0" }] },
      },
    ],
  };
  await writeFile(join(cniConfigDir, "lab.conflist"), JSON.stringify(config, null, 2), { mode: 0o600 });
}
