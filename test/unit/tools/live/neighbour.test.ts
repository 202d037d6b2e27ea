import { neighbour } from "../../../../tools/live/drive/neighbour";

const order = ["baseline", "canary", "retries", "cors"];

test.each([
  ["next", ["canary"], "retries"],
  ["previous", ["canary"], "baseline"],
  // Of several, beside the outermost.
  ["next", ["retries", "canary"], "cors"],
  ["previous", ["retries", "canary"], "baseline"],
  // Before anything is deployed.
  ["next", [], "baseline"],
  // At the ends.
  ["next", ["cors"], undefined],
  ["previous", ["baseline"], undefined],
  ["previous", [], undefined],
  // One that this checkout does not know.
  ["next", ["patience"], "baseline"],
] as const)("%s of %j is %s", (way, deployed, stage) => {
  expect(neighbour(order, deployed, way)).toBe(stage);
});
