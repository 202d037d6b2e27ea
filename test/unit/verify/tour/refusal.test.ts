import { compose } from "../../../../src/stage/compose";
import type { ParameterValues } from "../../../../src/config/parameter";
import { parametersOf } from "../../../../src/config/settings";
import { stages } from "../../../../stages";
import { stageNames } from "../../../../verify/claims";
import { everyPair } from "../../../../verify/tour/pairs";
import { refusalIn } from "../../../../verify/tour/refusal";

/** What Pulumi prints of a RunError. */
const printed = (message: string) => `Diagnostics:
  pulumi:pulumi:Stack (sock-shop-dev):
    error: ${message}

Resources:
    1 unchanged
    1 errored
`;

const defaults: ParameterValues = Object.fromEntries(
  Object.entries(parametersOf(stages)).map(([key, { default: value }]) => [key, value]),
);

test.each(everyPair(stageNames))("%s,%s: the program's refusal, if it comes, is understood as one", (one, other) => {
  let message: string;
  try {
    compose([one, other], stages, defaults);
    return;
  } catch (error) {
    ({ message } = error as Error);
  }
  const refusal = refusalIn(printed(message), [one, other]);
  expect(refusal).toMatch(/^(?:both set \S+, which only one stage may|cannot be proven together: .+)$/);
  expect(message).toContain(refusal);
});

test.each([
  'Config stage is "retires", which is no stage. Allowed: a, b. Type: pulumi config set stage retries',
  "Stages canary and baseline cannot be proven together: so. Type: pulumi config set stage canary",
  "Stages retries and retries cannot be proven together: so. Type: pulumi config set stage retries",
  "the cluster does not answer. Type: kubectl cluster-info",
])("%j is no refusal of these two", (message) => {
  expect(refusalIn(printed(message), ["abort-fault", "retries"])).toBeUndefined();
});
