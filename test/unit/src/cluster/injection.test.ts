import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import {
  injecting,
  injectionLabels,
  type InjectorConfiguration,
  relabelling,
  revisions,
} from "../../../../src/cluster/injection";

/** As `kubectl get mutatingwebhookconfigurations -o json` shows them of a mesh without revisions. */
const recorded = parse(
  readFileSync(join(__dirname, "recorded/injectors.json"), "utf8"),
) as readonly InjectorConfiguration[];

/** The same of a revision or a tag: Istio's chart writes it into labels, names and values, and leaves the webhooks of the default out. */
function revision(name: string, label = name): InjectorConfiguration {
  const text = JSON.stringify(recorded[0])
    .replaceAll('"default"', JSON.stringify(name))
    .replaceAll('"istiod"', `"istiod-${name}"`);
  const { metadata, webhooks = [] } = JSON.parse(text) as InjectorConfiguration & { webhooks?: { name: string }[] };
  return {
    metadata: { ...metadata, labels: { ...metadata?.labels, "istio.io/rev": label } },
    webhooks: webhooks.filter((webhook) => (webhook as { name: string }).name.startsWith("rev.")),
  };
}

const mesh = { default: recorded, revisions: [revision("asm-1"), revision("prod", "asm-1")] };
const injected = (configurations: readonly InjectorConfiguration[], labels: Record<string, string>) =>
  injecting(configurations, labels).length > 0;

test.each<[string, Record<string, string>, boolean]>([
  ["istio-injection=enabled", { "istio-injection": "enabled" }, true],
  ["istio-injection=disabled", { "istio-injection": "disabled" }, false],
  ["no label", {}, false],
  ["the revision called default", { "istio.io/rev": "default" }, true],
  ["another revision", { "istio.io/rev": "asm-1" }, false],
  ["a revision, but no injection", { "istio.io/rev": "default", "istio-injection": "disabled" }, false],
])("a mesh without revisions: %s", (_, labels, expected) => {
  expect(injected(mesh.default, labels)).toBe(expected);
});

test.each<[string, Record<string, string>, boolean]>([
  ["istio-injection=enabled", { "istio-injection": "enabled" }, false],
  ["its revision", { "istio.io/rev": "asm-1" }, true],
  ["a tag", { "istio.io/rev": "prod" }, true],
  ["a revision that is not there", { "istio.io/rev": "asm-2" }, false],
  ["a revision beside istio-injection", { "istio.io/rev": "asm-1", "istio-injection": "enabled" }, false],
])("a mesh of revisions: %s", (_, labels, expected) => {
  expect(injected(mesh.revisions, labels)).toBe(expected);
});

test("namespaces that are injected without a label are so", () => {
  const auto = { namespaceSelector: { matchExpressions: [{ key: "istio-injection", operator: "DoesNotExist" }] } };
  expect(injected([{ webhooks: [auto] }], {})).toBe(true);
});

test("what pods say of themselves counts", () => {
  const asked = { objectSelector: { matchLabels: { "sidecar.istio.io/inject": "true" } } };
  expect(injected([{ webhooks: [asked] }], { "istio-injection": "enabled" })).toBe(false);
  const ofShop = { objectSelector: { matchLabels: { app: "front-end" } } };
  expect(injected([{ webhooks: [ofShop] }], {})).toBe(true);
});

test("the revisions are those that a namespace can ask for; the default one has no name", () => {
  expect(revisions(mesh.default, {})).toEqual(["", "default"]);
  expect(revisions(mesh.revisions, {})).toEqual(["asm-1", "prod"]);
  expect(revisions([...mesh.default, ...mesh.revisions], { "istio.io/rev": "gone" })).toEqual([
    "",
    "asm-1",
    "default",
    "prod",
  ]);
  expect(revisions([{ metadata: { labels: { "istio.io/rev": "said-only" } }, webhooks: [] }], {})).toEqual([]);
});

test("a namespace asks for one revision, in one way", () => {
  expect(injectionLabels("")).toEqual({ "istio-injection": "enabled" });
  expect(injectionLabels("prod")).toEqual({ "istio.io/rev": "prod" });
  expect(relabelling({}, "")).toBe("istio-injection=enabled --overwrite");
  expect(relabelling({ "istio-injection": "enabled" }, "prod")).toBe("istio.io/rev=prod istio-injection- --overwrite");
  expect(relabelling({ "istio.io/rev": "old" }, "")).toBe("istio-injection=enabled istio.io/rev- --overwrite");
});
