import { asJson, asText, type Report } from "../../../../tools/preview/report";
import type { KubernetesObject, Step } from "../../../../tools/engine-events/steps";

const object = (kind: string, name: string, more: object = {}): KubernetesObject => ({
  kind,
  metadata: { name, namespace: "sock-shop" },
  ...more,
});
const stageRecord = (stage: string) => object("ConfigMap", "stage", { data: { stage } });
const annotated = { ...object("Service", "user"), spec: { ports: [{ port: 80 }] } };

const created: Step = { change: "created", object: object("Gateway", "b"), fields: [] };
const other: Step = {
  change: "created",
  object: { kind: "Gateway", metadata: { name: "a", namespace: "istio-system" } },
  fields: [],
};
const same: Step = { change: "unchanged", object: object("Service", "carts", { spec: {} }), fields: [] };
const changed: Step = {
  change: "changed",
  object: stageRecord("canary"),
  before: stageRecord("baseline"),
  fields: ["data.stage"],
};
const changedElsewhere: Step = {
  change: "changed",
  object: annotated,
  before: annotated,
  fields: ["metadata.annotations"],
};

for (const step of [created, other]) Object.assign(step.object, { spec: {} });

const report = (more: Partial<Report> = {}): Report => ({
  stage: "canary",
  from: undefined,
  shows: "20 % on v2",
  steps: [changed, created, other, same],
  ...more,
});

/** The rows of the text's table, each as its cells. */
const rows = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("│"))
    .map((line) =>
      line
        .split("│")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe("a stage alone", () => {
  const text = asText(report(), false);

  test("is a row for each object, by kind and name; a namespace is named where it is not the shop's", () => {
    expect(rows(text)).toEqual([
      ["kind", "name", "what matters"],
      ["Service", "carts", ""],
      ["Gateway", "b", ""],
      ["Gateway", "istio-system/a", ""],
      ["ConfigMap", "stage", "stage canary"],
    ]);
  });

  test("says what the audience is told, and how many objects there are", () => {
    expect(text).toMatch(/^canary: 20 % on v2\n[^]*\n4 objects\n$/);
  });

  test("has no control characters", () => {
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
  });
});

describe("a stage from another", () => {
  const compared = report({ from: "baseline", steps: [changed, changedElsewhere, created, same] });

  test("is a row for each difference: the essentials before and after, else the fields", () => {
    expect(rows(asText(compared, false))).toEqual([
      ["change", "kind", "name", "what matters"],
      ["changed", "Service", "user", "metadata.annotations"],
      ["created", "Gateway", "b", ""],
      ["changed", "ConfigMap", "stage", "stage baseline"],
      ["", "", "", "→ stage canary"],
    ]);
    expect(asText(compared, false)).toContain("from baseline: 1 created, 2 changed, 1 unchanged\n");
  });

  test("has each field with its values only if asked", () => {
    const fields = 'ConfigMap stage\n    data.stage\n        "baseline" → "canary"';
    expect(asText(compared, true)).toContain(fields);
    expect(asText(compared, false)).not.toContain(fields);
  });

  test("is no table when nothing differs", () => {
    expect(asText(report({ from: "canary", steps: [same] }), true)).toBe(
      "canary: 20 % on v2\n\nfrom canary: 1 unchanged\n",
    );
  });
});

describe("what was written", () => {
  const manifests = (leftOut: string[]) =>
    asText(report({ manifests: { folder: "out", files: ["a", "b"], leftOut } }), false);

  test("is told with the command that applies it", () => {
    expect(manifests([])).toContain(
      "2 manifests are in out. No object holds a secret.\nTo apply them: kubectl apply -f out\n",
    );
  });

  test("and without what, where secrets were left out", () => {
    expect(manifests(["Secret/sock-shop/a"])).toContain("Left out, because they hold secrets: Secret/sock-shop/a.");
  });
});

test("the JSON has whole objects, and fields where they are compared", () => {
  expect(JSON.parse(asJson(report({ from: "baseline", steps: [changed, same] })))).toEqual({
    stage: "canary",
    from: "baseline",
    shows: "20 % on v2",
    objects: [
      { change: "unchanged", object: same.object },
      {
        change: "changed",
        object: changed.object,
        fields: [{ field: "data.stage", before: "baseline", after: "canary" }],
      },
    ],
  });
  expect(JSON.parse(asJson(report({ steps: [same] })))).toEqual({
    stage: "canary",
    shows: "20 % on v2",
    objects: [{ object: same.object }],
  });
});
