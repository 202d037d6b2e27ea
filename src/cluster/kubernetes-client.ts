import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as client from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { version } from "@kubernetes/client-node/package.json";

const used = [
  "AdmissionregistrationV1Api",
  "CoreV1Api",
  "CustomObjectsApi",
  "DiscoveryV1Api",
  "KubeConfig",
  "Observable",
  "PortForward",
  "loadYaml",
] as const satisfies readonly (keyof typeof client)[];

type Client = Pick<typeof client, (typeof used)[number]>;

const load = createRequire(__filename);
const root = join(__dirname, "../..");
const contents = `export { ${used.join(", ")} } from "@kubernetes/client-node";`;

/** `npm ci` empties this folder. */
const cache = join(root, "node_modules/.cache/kubernetes-client");
/** Named by what it is made from, so that it is never out of date. */
const bundle = join(cache, `${createHash("sha256").update(version).update(contents).digest("hex")}.cjs`);

/**
 * What the program uses of `@kubernetes/client-node`, as one file. As it is published it is 900 modules, one for each
 * kind, and to read those takes longer than all that is asked of the cluster. The first `up` makes the file.
 */
export async function kubernetesClient(): Promise<Client> {
  // A checkout that cannot be written to takes it as it is published.
  return existsSync(bundle) || (await bundled()) ? (load(bundle) as Client) : import("@kubernetes/client-node");
}

/** Puts the file there whole or not at all, as programs run side by side. */
async function bundled(): Promise<boolean> {
  const { build } = await import("esbuild");
  const outfile = `${bundle}.${process.pid}`;
  const stdin = { contents, resolveDir: root };
  try {
    await mkdir(cache, { recursive: true });
    await build({ stdin, outfile, bundle: true, platform: "node", minifyWhitespace: true, logLevel: "silent" });
    await rename(outfile, bundle);
    return true;
  } catch {
    return false;
  }
}
