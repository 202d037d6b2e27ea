import { engineCommand, refreshes } from "../../../../src/cluster/engine-command";

test.each([
  "pulumi up --refresh",
  "pulumi up --yes --refresh=true",
  "pulumi up -r",
  "pulumi up -fyr",
  "pulumi --non-interactive up --skip-preview --refresh --yes",
])("%s reads the cluster first", (line) => {
  expect(refreshes(line.split(" "))).toBe(true);
});

test.each([
  "pulumi up --yes",
  "pulumi up --refresh=false",
  "pulumi up -s prod-r",
  "pulumi up -c refresh=true",
  "pulumi up -sr",
])("%s does not", (line) => {
  expect(refreshes(line.split(" "))).toBe(false);
});

test("the parent of the parent is asked for its own command line", () => {
  // This process stands for the language host: its parent is what started the tests.
  expect(engineCommand(process.pid)?.join(" ")).toMatch(/\w/);
  expect(engineCommand(0)).toBeUndefined();
});
