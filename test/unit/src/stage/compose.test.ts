import { RunError } from "@pulumi/pulumi";
import { compose, shares, stageNames } from "../../../../src/stage/compose";
import { services } from "../../../../src/shop/services";
import type { Stage } from "../../../../src/stage/stage";

const stage = (changes: ReturnType<Stage["changes"]>): Stage => ({ shows: () => "something", changes: () => changes });

const stages = {
  plain: stage({}),
  half: stage({ services: { "front-end": { alsoRuns: ["v2"], routes: [{ to: { v1: 50, v2: 50 } }] } } }),
  two: stage({ services: { orders: { replicas: 2 } } }),
  late: stage({ services: { catalogue: { calls: { fault: { delay: { fixedDelay: "1s" } } } } } }),
  broken: stage({ services: { catalogue: { calls: { fault: { abort: { httpStatus: 500 } } } } }, needs: ["fortio"] }),
  limited: stage({ services: { catalogue: { inbound: { limit: { requests: 1, per: "1s" } } } }, needs: ["fortio"] }),
  quiet: { ...stage({ services: { user: { replicas: 2 } } }), notWith: { late: "it drowns in it" } },
  many: stage({ services: { catalogue: { replicas: 3 }, "carts-db": { replicas: 2 } } }),
  more: stage({ services: { catalogue: { replicas: 4 } } }),
  unrun: stage({ services: { "front-end": { routes: [{ to: "v2" }] } } }),
  unmirrored: stage({ services: { "front-end": { routes: [{ to: "v1", mirror: { to: "v2", percent: 5 } }] } } }),
  closed: stage({ namespace: { callers: "declared", mutualTls: "STRICT" } }),
  open: stage({ namespace: { mutualTls: "PERMISSIVE" } }),
  picky: stage({ services: { user: { inbound: { methods: ["GET"] } } } }),
  short: stage({ services: { "front-end": { alsoRuns: ["v2"], routes: [{ to: { v1: 50, v2: 49 } }] } } }),
} satisfies Record<string, Stage>;

type Name = keyof typeof stages;
const composed = (...names: Name[]) => compose(names, stages, {});
const baseline = { versions: ["v1"], replicas: 1, routes: [{ to: "v1" }] };

describe("compose", () => {
  test("gives every service the baseline where no stage speaks", () => {
    expect(composed("plain")).toEqual({
      names: ["plain"],
      shows: "something",
      traffic: Object.fromEntries(Object.keys(services).map((service) => [service, baseline])),
      namespace: {},
      entrance: {},
      needs: [],
      setUpInbound: ["catalogue"],
      takesTokens: [],
      changed: {},
      unprovable: [],
    });
  });

  test("tells the parameters of its own stages that are not as by default", () => {
    const turned = (key: string): Stage => ({
      ...stage({}),
      parameters: { [key]: { type: "integer", min: 0, max: 9, default: 1, description: "x" } },
      changes: () => ({ needs: ["fortio"] }),
    });
    const three = { a: turned("one"), b: turned("two"), c: turned("three") };
    expect(compose(["a", "b"], three, { one: 1, two: 2, three: 3 }).changed).toEqual({ two: 2 });
    const alsoReading = { ...three, a: { ...turned("one"), alsoReads: ["three"] } };
    expect(compose(["a"], alsoReading, { one: 1, two: 2, three: 3 }).changed).toEqual({ three: 3 });
  });

  test("puts together what is said of the namespace, and refuses two that say one thing", () => {
    expect(composed("closed", "two").namespace).toEqual({ callers: "declared", mutualTls: "STRICT" });
    expect(() => composed("closed", "open")).toThrow("Stages closed and open both set namespace.mutualTls");
  });

  test("puts together what is said of the entrance, and refuses two that say one thing", () => {
    const reading = (issuer: string): Stage => ({
      ...stage({}),
      changes: () => ({ entrance: { tokens: { issuer, audience: "x" } } }),
    });
    const two = { a: reading("one"), b: reading("two") };
    expect(compose(["a"], two, {}).entrance).toEqual({ tokens: { issuer: "one", audience: "x" } });
    expect(() => compose(["a", "b"], two, {})).toThrow("Stages a and b both set entrance.tokens");
  });

  test("who may call is no filter: only limits are taken back by one", () => {
    expect(composed("picky").setUpInbound).toEqual(["catalogue"]);
    expect(composed("picky").traffic.user.inbound).toEqual({ methods: ["GET"] });
  });

  test("puts different fields together, and adds up what stages need to run", () => {
    const { traffic, shows, needs, names } = composed("half", "two", "late", "broken", "many", "limited");
    expect(traffic["front-end"]).toEqual({
      versions: ["v1", "v2"],
      replicas: 1,
      routes: [{ to: { v1: 50, v2: 50 } }],
    });
    expect(traffic.orders).toEqual({ ...baseline, replicas: 2 });
    expect(traffic.catalogue).toEqual({
      ...baseline,
      replicas: 3,
      calls: { fault: { delay: { fixedDelay: "1s" }, abort: { httpStatus: 500 } } },
      inbound: { limit: { requests: 1, per: "1s" } },
    });
    expect(traffic["carts-db"]).toEqual({ ...baseline, replicas: 2 });
    expect(shows).toBe(Array(6).fill("something").join("; "));
    expect(needs).toEqual(["fortio"]);
    expect(names).toEqual(["half", "two", "late", "broken", "many", "limited"]);
  });

  test("does not depend on the order of the stages", () => {
    expect(composed("broken", "late", "half").traffic).toEqual(composed("half", "late", "broken").traffic);
  });

  test("leaves the stages as they were", () => {
    composed("late", "broken");
    expect(composed("late").traffic.catalogue).toEqual({
      ...baseline,
      calls: { fault: { delay: { fixedDelay: "1s" } } },
    });
  });

  test("refuses two stages that set one field, names all three, and keeps the rest of what was asked for", () => {
    expect(() => composed("many", "late", "more")).toThrow(
      new RunError(
        "Stages many and more both set catalogue.replicas, which only one stage may. Type: pulumi config set stage many,late",
      ),
    );
  });

  test.each<[Name[], string]>([
    [["quiet", "late"], "Stages quiet and late cannot be proven together: it drowns in it. TYPE quiet"],
    [["late", "quiet"], "Stages late and quiet cannot be proven together: it drowns in it. TYPE late"],
    [
      ["half", "quiet", "many", "late"],
      "Stages quiet and late cannot be proven together: it drowns in it. TYPE half,quiet,many",
    ],
    [
      ["plain", "half"],
      "Stages half and plain cannot be proven together: plain is the shop with nothing changed. TYPE half",
    ],
    [
      ["half", "plain", "late"],
      "Stages half and plain cannot be proven together: plain is the shop with nothing changed. TYPE half,late",
    ],
  ])("refuses %j, where one stage says so or changes nothing", (names, message) => {
    expect(() => composed(...names)).toThrow(new RunError(message.replace("TYPE", "Type: pulumi config set stage")));
  });

  test.each<[Name, string]>([
    ["unrun", "front-end is routed to v2, which does not run: name it in alsoRuns"],
    ["unmirrored", "front-end is routed to v2, which does not run: name it in alsoRuns"],
    ["short", "the shares of a route of front-end add up to 99 %"],
  ])("finds the slip in stage %s", (name, message) => {
    expect(() => composed(name)).toThrow(new Error(message));
  });
});

test("a route's shares", () => {
  expect(shares({ to: "v2" })).toEqual([["v2", 100]]);
  expect(shares({ to: { v1: 0, v2: 100 } })).toEqual([
    ["v1", 0],
    ["v2", 100],
  ]);
});

describe("stageNames", () => {
  test.each([
    ["half", ["half"]],
    ["half,late", ["half", "late"]],
    [" late , half ", ["late", "half"]],
  ])("%j is %j", (list, names) => {
    expect(stageNames(list, stages)).toEqual(names);
  });

  const known = Object.keys(stages).join(", ");
  const allowed = `Allowed: ${known}; several are joined by a comma. Type: pulumi config set stage`;
  test.each([
    ["", `Config stage is "", with no name where one is due. ${allowed} baseline`],
    ["half,,late", `Config stage is "half,,late", with no name where one is due. ${allowed} half,late`],
    ["half,", `Config stage is "half,", with no name where one is due. ${allowed} half`],
    ["hlaf", `Config stage is "hlaf", which is no stage. ${allowed} half`],
    ["toString", `Config stage is "toString", which is no stage. ${allowed} plain`],
    ["half,late,half", `Config stage is "half,late,half", with half twice. ${allowed} half,late`],
  ])("refuses %j", (list, message) => {
    expect(() => stageNames(list, stages)).toThrow(new RunError(message));
  });
});
