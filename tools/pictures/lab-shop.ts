import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { projectDir } from "../../lab/paths.ts";
import { ClusterGround, readStageConfigMap } from "../../verify/cluster/cluster-ground.ts";
import { connect } from "../../verify/cluster/connect.ts";
import { findEntrance } from "../../verify/cluster/gateway.ts";
import { Temporary } from "../../verify/cluster/temporary.ts";
import { readMeshObjects } from "../../verify/cluster/mesh-objects.ts";
import { FORTIO_IMAGE } from "../../verify/probes/temporary-pod.ts";
import { USUAL_NAMESPACE } from "../../verify/shop.ts";
import { Deployer } from "../../verify/tour/deploy.ts";
import { readCertificateAuthority } from "../../verify/certificate-authority.ts";
import { readSigningKey } from "../../verify/signing-key.ts";
import { untilServed } from "../../verify/tour/served.ts";
import type { LabShop } from "./plot.ts";

const STACK_CONFIG = "Pulumi.dev.yaml";

/**
 * Gives `use` the shop on the lab, and afterwards takes away what measuring brought and goes back to the stage that was
 * there. Must run in the lab's shell. The stack's configuration is changed in a copy.
 */
export async function withLabShop(
  say: (progress: string) => void,
  signal: AbortSignal,
  use: (shop: LabShop) => Promise<void>,
): Promise<void> {
  const connection = await connect(
    { context: undefined, namespace: USUAL_NAMESPACE, gatewayNamespace: undefined },
    signal,
  );
  const address = process.env["SHOP_URL"];
  const url = address === undefined ? await findEntrance(connection) : new URL(address);
  const temporary = new Temporary(connection, FORTIO_IMAGE, signal);
  const key = () => readSigningKey(undefined, signal);
  const authority = () => readCertificateAuthority(undefined, signal);
  const ground = new ClusterGround(connection, temporary, url, signal, say, key, authority);
  const before = (await readStageConfigMap(connection))?.["stage"];

  const folder = await mkdtemp(join(tmpdir(), "sock-shop-pictures-"));
  const configFile = join(folder, STACK_CONFIG);
  const deployer = new Deployer(configFile, signal);
  const deploy: LabShop["deploy"] = async (stage, config = {}) => {
    await writeConfig(configFile, config);
    const seconds = await deployer.deploy(stage);
    await untilServed(ground, await readMeshObjects(connection));
    return seconds;
  };
  try {
    await use({ ground, deploy, clear: () => temporary.remove() });
  } finally {
    await temporary.remove();
    await temporary.gone(say);
    if (before !== undefined && !signal.aborted) {
      say(`back to ${before}`);
      await deploy(before);
    }
    await rm(folder, { recursive: true });
  }
}

/** The stack's own configuration, and further keys of the program. */
async function writeConfig(file: string, config: Readonly<Record<string, string>>): Promise<void> {
  await copyFile(join(projectDir, STACK_CONFIG), file);
  const document = parseDocument(await readFile(file, "utf8"));
  for (const [key, value] of Object.entries(config)) document.setIn(["config", `sock-shop:${key}`], value);
  await writeFile(file, document.toString());
}
