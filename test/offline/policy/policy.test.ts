import { readdirSync } from "node:fs";
import { composed, names } from "../../unit/stages/composed";
import { Engine, pack, refusals } from "../engine";
import { succeeded } from "../run";
import { programs } from "./programs/programs";

jest.setTimeout(120_000);

const shop = ".";
const forbidden = "test/offline/policy/programs";
let engine: Engine;

beforeAll(async () => {
  engine = await Engine.prepare([shop, forbidden]);
}, 60 * 60_000);

afterAll(() => engine[Symbol.dispose]());

const preview = ["preview", "--policy-pack", pack];

/** What Pulumi prints of the pack when nothing is wrong; a policy that could not decide would be listed below. */
const passed = /^Policies:\n *✅ sock-shop@v\S+ .*\n\n/m;

describe.each(Object.entries(programs))("%s", (program, { refusedBy }) => {
  const asked = (variant: string) =>
    engine.pulumi(forbidden, preview, {}, { POLICY_PROGRAM: program, POLICY_VARIANT: variant });

  test(`is refused by ${refusedBy}`, async () => {
    const outcome = await asked("broken");
    expect(outcome.code).not.toBe(0);
    expect(refusals(outcome)).toEqual([refusedBy]);
  });

  test("repaired, passes", async () => {
    expect(succeeded(await asked("repaired")).output).toMatch(passed);
  });
});

describe("an update that skips its preview", () => {
  const manifests = () => readdirSync(engine.rendered(forbidden), { recursive: true });
  const isRoutes = (file: string | Buffer) => file.toString().includes("virtualservice");
  const update = (variant: string) =>
    engine.pulumi(
      forbidden,
      ["up", "--yes", "--skip-preview", "--policy-pack", pack],
      {},
      { POLICY_PROGRAM: "weights of 90", POLICY_VARIANT: variant },
    );

  test("is refused before the forbidden object is made", async () => {
    const outcome = await update("broken");
    expect(outcome.code).not.toBe(0);
    expect(refusals(outcome)).toEqual(["whole-weights"]);
    expect(manifests().filter(isRoutes)).toEqual([]);
  });

  test("makes the repaired one", async () => {
    succeeded(await update("repaired"));
    expect(manifests().filter(isRoutes)).toHaveLength(1);
  });
});

/** All stages, those together that go together: a few previews in place of one each. Alone, `golden.test.ts` looks at them. */
const together = names.reduce<string[][]>((groups, name) => {
  const group = groups.find((others) => goTogether([...others, name]));
  if (group === undefined) groups.push([name]);
  else group.push(name);
  return groups;
}, []);

function goTogether(list: readonly string[]): boolean {
  try {
    composed(list);
    return true;
  } catch {
    return false;
  }
}

describe("the shop", () => {
  test.each(together.map((group) => group.join(",")))("passes at %s", async (stage) => {
    const outcome = succeeded(await engine.pulumi(shop, preview, { "sock-shop:stage": stage }));
    expect(outcome.output).toMatch(passed);
  });

  test("is refused where the stack does not say why its Gateway is open", async () => {
    const outcome = await engine.pulumi(shop, preview, { "sock-shop:openGateway": "" });
    expect(outcome.code).not.toBe(0);
    expect(refusals(outcome)).toEqual(["named-hosts"]);
  });
});
