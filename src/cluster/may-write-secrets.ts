import type { ConfigurationOptions, KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { kubernetesClient } from "./kubernetes-client";

const verbs = ["get", "create", "patch", "delete"];

/** Which of the rights that a Secret's life asks for the user lacks in a namespace. */
export async function secretVerbsLacking(
  config: KubeConfig,
  namespace: string,
  options: ConfigurationOptions,
): Promise<readonly string[]> {
  const { AuthorizationV1Api } = await kubernetesClient();
  const api = config.makeApiClient(AuthorizationV1Api);
  const answers = verbs.map(async (verb) => {
    const resourceAttributes = { namespace, verb, resource: "secrets" };
    const body = { spec: { resourceAttributes } };
    const { status } = await api.createSelfSubjectAccessReview({ body }, options);
    return status?.allowed ? [] : [verb];
  });
  return (await Promise.all(answers)).flat();
}
