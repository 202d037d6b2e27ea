import type { ConfigurationOptions, KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { answerOr } from "./answer-or";
import { kubernetesClient } from "./kubernetes-client";

/** What an object's life asks for, from the first run to the last. */
const verbs = ["get", "create", "patch", "delete"];

/** Which of the rights to have objects of a kind in a namespace the user lacks, as far as the cluster tells. */
export async function lackingVerbs(
  config: KubeConfig,
  { group, resource }: { readonly group: string; readonly resource: string },
  namespace: string,
  options: ConfigurationOptions,
): Promise<readonly string[]> {
  const { AuthorizationV1Api } = await kubernetesClient();
  const api = config.makeApiClient(AuthorizationV1Api);
  const answers = verbs.map(async (verb) => {
    const resourceAttributes = { namespace, verb, group, resource };
    const question = api.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } }, options);
    const answer = await answerOr(403, undefined, question);
    return answer?.status?.allowed === false ? [verb] : [];
  });
  return (await Promise.all(answers)).flat();
}
