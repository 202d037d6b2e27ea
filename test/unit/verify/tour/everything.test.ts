import type { Trial } from "../../../../verify/claim";
import { claims, stageNames } from "../../../../verify/claims";
import type { Report } from "../../../../verify/report";
import { planStops, proveStop } from "../../../../verify/tour/everything";
import { everythingExitCode, everythingTables } from "../../../../verify/tour/everything-report";
import type { SwitchOutcome } from "../../../../verify/tour/switches";

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

/** A switch under load, of which some requests were lost. */
const switched = (lost = 0): SwitchOutcome => ({
  ...{ from: "baseline", to: "canary", requests: 100, explained: {}, up: 1, served: 1 },
  unexplained: lost > 0 ? { "/ 503": lost } : {},
});

test("at each stop first the claim, then the controls that belong there", async () => {
  const log: string[] = [];
  const reports: Report[] = [];
  for (const stop of stops.slice(0, 2)) {
    const proven = await proveStop(stop, (deployed, trials, control) => {
      log.push(`${control ? "controls" : "claim"} on ${deployed}`);
      return Promise.resolve(report(deployed, trials, control));
    });
    reports.push(...proven);
  }
  expect(log).toEqual(["claim on baseline", "controls on baseline", "claim on blue-green"]);
  expect(everythingExitCode({ reports, switches: [switched()] })).toBe(0);
});

test("one claim that fails, one control that holds, or one request lost, ends with 1 and is named", () => {
  const [{ trial }] = stops as [(typeof stops)[0]];
  const holds = report("baseline", [trial], false);
  const failed = { reports: [report("baseline", [trial], false, false)], switches: [switched()] };
  const defective = { reports: [holds, report("canary", [trial], true, false)], switches: [switched()] };
  const lost = { reports: [holds], switches: [switched(1)] };
  expect([failed, defective, lost].map(everythingExitCode)).toEqual([1, 1, 1]);
  expect(everythingTables(failed)).toContain("FAILED");
  expect(everythingTables(defective)).toContain("DEFECTIVE");
  expect(everythingTables(lost)).toContain("1 × / 503");
});
