import { writeFile } from "node:fs/promises";
import { addresses, clusterDomain } from "../addresses.ts";
import { kubeconfigPathOf } from "../control-plane/credentials.ts";
import type { Daemon } from "../machine/daemon.ts";
import { inState } from "../paths.ts";
import { program } from "../toolchain/cache.ts";

/** Names of the cluster, and a plain "no such name" for all others: the lab has no way out. */
export async function coredns(): Promise<Daemon> {
  const path = inState("Corefile");
  const corefile = `${clusterDomain} in-addr.arpa {
    bind ${addresses.node}
    kubernetes {
        kubeconfig ${kubeconfigPathOf("coredns")}
        pods insecure
        ttl 5
    }
}
. {
    bind ${addresses.node}
    template ANY ANY {
        rcode NXDOMAIN
    }
}
`;
  await writeFile(path, corefile, { mode: 0o600 });
  return { name: "coredns", command: program("coredns"), args: ["-conf", path] };
}
