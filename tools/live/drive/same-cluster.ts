import { Mistake } from "../../../command-line/mistake.ts";
import type { Place } from "../place.ts";
import type { StackConfig } from "../stack-config.ts";

/** Nobody shall watch one shop and deploy another. A Mistake where the stack's is elsewhere, as far as its config tells. */
export function expectSameShop(config: Pick<StackConfig, "get">, { context, namespace }: Place): void {
  const stacks = { context: config.get("kubernetes:context"), namespace: config.get("namespace") };
  if (context !== undefined && stacks.context !== undefined && stacks.context !== context) {
    throw new Mistake(
      `--drive deploys the selected stack, which is on ${stacks.context}, and --context is ${context}`,
      `pulumi stack select NAME, or --context ${stacks.context}`,
    );
  }
  if (stacks.namespace !== undefined && stacks.namespace !== namespace) {
    throw new Mistake(
      `--drive deploys the selected stack, whose namespace is ${stacks.namespace}, and the page watches ${namespace}`,
      `npm run live -- --drive --namespace ${stacks.namespace}`,
    );
  }
}
