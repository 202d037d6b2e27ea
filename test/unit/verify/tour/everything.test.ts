import type { Trial } from "../../../../verify/claim";
import { claims, stageNames } from "../../../../verify/claims";
import type { Report } from "../../../../verify/report";
import { planStops, proveEverything } from "../../../../verify/tour/everything";
import { everythingExitCode, everythingTables } from "../../../../verify/tour/everything-report";

const stops = planStops(stageNames.map((stage) => claims[stage].expecting(new Map())));

test("every stage has its claim, and every claim its control, once", () => {
  expect(stops.map(({ stage, trial }) => [stage, trial.stage])).toEqual(stageNames.map((stage) => [stage, stage]));
  const controls = stops.flatMap(({ controls }) => controls.map(({ stage }) => stage));
  expect([...controls].sort()).toEqual([...stageNames].sort());
});

const report = (deployed: string, trials: readonly Trial[], control: boolean, proven = true): Report => ({
  context: "c",
  namespace: "n",
  url: "http://shop",
  deployed,
  control,
  claims: trials.map(({ stage, shows }) => ({
    ...{ stage, shows, expected: {}, findings: [], seconds: 1 },
    verdict: { proven, because: "so" },
  })),
});

test("a stage is deployed before its claim and the controls that belong to it", async () => {
  const log: string[] = [];
  const reports = await proveEverything(
    stops.slice(0, 2),
    (stage) => Promise.resolve(log.push(`deploy ${stage}`)),
    (deployed, trials, control) => {
      log.push(`${control ? "controls" : "claim"} on ${deployed}`);
      return Promise.resolve(report(deployed, trials, control));
    },
  );
  expect(log).toEqual([
    "deploy baseline",
    "claim on baseline",
    "controls on baseline",
    "deploy blue-green",
    "claim on blue-green",
  ]);
  expect(everythingExitCode(reports)).toBe(0);
});

test("one claim that fails, or one control that holds, ends with 1 and is named", () => {
  const [{ trial }] = stops as [(typeof stops)[0]];
  const failed = [report("baseline", [trial], false, false)];
  const defective = [report("baseline", [trial], false), report("canary", [trial], true, false)];
  expect([everythingExitCode(failed), everythingExitCode(defective)]).toEqual([1, 1]);
  expect(everythingTables(failed)).toContain("FAILED");
  expect(everythingTables(defective)).toContain("DEFECTIVE");
});
