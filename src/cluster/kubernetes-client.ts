import { createRequire } from "node:module";
import type * as client from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { version } from "@kubernetes/client-node/package.json";
import { oneFile } from "../loading/one-file";

const used = [
  "AdmissionregistrationV1Api",
  "ApiextensionsV1Api",
  "AppsV1Api",
  "AuthorizationV1Api",
  "CoreV1Api",
  "CustomObjectsApi",
  "DiscoveryV1Api",
  "KubeConfig",
  "Observable",
  "PortForward",
  "RbacAuthorizationV1Api",
  "Watch",
  "loadYaml",
] as const satisfies readonly (keyof typeof client)[];

type Client = Pick<typeof client, (typeof used)[number]>;

const load = createRequire(__filename);

/** Of the cluster that is meant; loaded when it is asked for. */
export const portForwarder = (config: client.KubeConfig) => async (): Promise<client.PortForward> =>
  new (await kubernetesClient()).PortForward(config);

/** What the program uses of `@kubernetes/client-node`. As it is published it is 900 modules, one for each kind. */
export async function kubernetesClient(): Promise<Client> {
  const file = oneFile("@kubernetes/client-node", version, used);
  return file === undefined ? import("@kubernetes/client-node") : (load(file) as Client);
}
