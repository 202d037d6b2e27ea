import type { Finding } from "../finding";
import { exactly } from "../finding";
import type { Ground, Pod } from "../ground";
import type { CallAnswers } from "./fortio";
import { ended } from "./fortio";
import { CALLER_OF } from "../shop";
import { CALLER } from "./places";
import type { TemporaryPod } from "./temporary-pod";

/** A pod in the mesh that calls catalogue, as an account that may. */
export const CALLER_POD: TemporaryPod = { role: "caller", account: CALLER_OF.catalogue };

/** Brings pods into the mesh to call catalogue from, each with an address of its own and as an account that may. */
export async function bringCallers(ground: Ground, count: number): Promise<Pod[]> {
  ground.say(`starting ${count} pod${count === 1 ? "" : "s"} to call from`);
  return ground.bring(Array.from({ length: count }, () => CALLER_POD));
}

export async function bringCaller(ground: Ground): Promise<Pod> {
  return (await bringCallers(ground, 1))[0] as Pod;
}

/**
 * Every call ended with 200.
 *
 * @param failures other statuses that are right too, because of stages that are deployed as well
 */
export function soundCalls(answers: CallAnswers, what: string, failures: readonly number[] = []): Finding[] {
  const right = [200, ...failures];
  const others = [...answers.statuses.keys()].filter((status) => !right.includes(status));
  const seenToo = others.length === 0 ? "" : ` (also: ${others.join(", ")})`;
  const seen = right.reduce((sum, status) => sum + ended(answers, status), 0);
  const of = answers.calls;
  return [exactly(of, { what: `${what}${seenToo}`, where: CALLER, unit: "answers", seen, of, about: "measurement" })];
}

/** Calls for what there is not, as if the answer that says so were the usual one. */
export function asIfFound(missing: CallAnswers): CallAnswers {
  const statuses = [...missing.statuses].map(([status, count]) => [status === 404 ? 200 : status, count] as const);
  return { ...missing, statuses: new Map(statuses) };
}
