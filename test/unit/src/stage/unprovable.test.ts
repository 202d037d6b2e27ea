import type { Parameter } from "../../../../src/config/parameter";
import { unprovable } from "../../../../src/stage/unprovable";

const delay: Parameter = {
  type: "duration",
  min: "1ms",
  max: "1h",
  provable: { min: "1s", max: "1m" },
  default: "5s",
  description: "time added",
};
const replicas: Parameter = { type: "integer", min: 2, max: 20, default: 3, description: "pods" };

test("each value that is beyond what can be told is named, with what could be", () => {
  const bounded = { ...replicas, provable: { min: 2, max: 10 } };
  expect(unprovable({ delay, replicas: bounded }, { delay: "999ms", replicas: 11 })).toEqual([
    "delay is 999ms, and it can tell 1s to 1m",
    "replicas is 11, and it can tell 2 to 10",
  ]);
});

test("a duration is compared by its length", () => {
  expect(unprovable({ delay }, { delay: "1000ms" })).toEqual([]);
  expect(unprovable({ delay }, { delay: "60s" })).toEqual([]);
  expect(unprovable({ delay }, { delay: "60001ms" })).toHaveLength(1);
});

test("without bounds of its own a parameter can be told whatever it is", () => {
  expect(unprovable({ replicas }, { replicas: 20 })).toEqual([]);
  expect(unprovable({ replicas }, {})).toEqual([]);
});
