import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { privateFor, type DestinationRule } from "../../../../verify/probes/private-destination";

const declared = parseAllDocuments(readFileSync("test/golden/baseline.yaml", "utf8"), { version: "1.1" })
  .map((document) => document.toJS() as { kind: string; spec: DestinationRule })
  .filter(({ kind }) => kind === "DestinationRule")
  .map(({ spec }) => [spec.host, spec] as const);

test("the program declares rules", () => expect(declared.length).toBeGreaterThan(10));

// Two claims rest on it: they would end as soon as they are run.
test.each(declared)("a private rule can stand beside the one that the program declares for %s", (_, rule) => {
  expect(privateFor({ pod: "x" }, rule)).toMatchObject({
    exportTo: ["."],
    workloadSelector: { matchLabels: { pod: "x" } },
  });
});

test("beside one that is exported to its own namespace by a dot it is refused", () => {
  expect(() => privateFor({ pod: "x" }, { host: "catalogue", exportTo: ["."] })).toThrow(
    "cannot stand beside a private one",
  );
});
