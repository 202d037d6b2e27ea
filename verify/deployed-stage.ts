import { Mistake } from "../command-line/mistake";
import { STAGE_CONFIG_MAP } from "./shop";

/**
 * The names of the deployed stages, from the data of the ConfigMap that the program writes last.
 *
 * @param data undefined where there is no such ConfigMap
 */
export function readDeployedStage(
  data: Readonly<Record<string, string>> | undefined,
  { context, namespace }: { readonly context: string; readonly namespace: string },
): string[] {
  const stage = data?.["stage"] ?? "";
  if (stage.trim() === "") {
    throw new Mistake(
      `the shop is not deployed on ${context}: there is no ConfigMap ${STAGE_CONFIG_MAP} that names a stage in ` +
        `namespace ${namespace}\nto deploy it, type: pulumi up (if it is in another namespace: --namespace NAME)`,
    );
  }
  return stage.split(",").map((name) => name.trim());
}

/** Refuses to go on when the deployed stages are others than the wanted ones. Their order does not matter. */
export function expectDeployed(deployed: readonly string[], wanted: readonly string[], why: "claim" | "control"): void {
  if (deployed.length === wanted.length && wanted.every((name) => deployed.includes(name))) return;
  const there = deployed.join(",");
  const stage = wanted.join(",");
  const reason = why === "control" ? `the control of this claim is stage ${stage}` : `you asked for stage ${stage}`;
  throw new Mistake(
    `stage ${there} is deployed, and ${reason}\nto deploy it, type: pulumi config set stage ${stage} && pulumi up`,
  );
}
