import { mixOf, type Tokens } from "../../../../tools/live/visitors/mix";

const tokens: Tokens = { valid: { authorization: "Bearer valid" }, picked: { authorization: "Bearer picked" } };
const bearers = (stages: readonly string[], given?: Tokens) =>
  mixOf(stages, { tls: false, ...(given && { tokens: given }) }).map(({ headers }) => headers?.["authorization"] ?? "");

test("nobody bears a token where no stage asks for one", () => {
  for (const stages of [["baseline"], ["canary", "retries"], ["gateway-tls"]]) {
    expect(new Set(bearers(stages, tokens))).toEqual(new Set([""]));
  }
});

test("in jwt as many come with a token as without", () => {
  const seen = bearers(["jwt"], tokens);
  expect(seen.filter((one) => one === "Bearer valid")).toHaveLength(seen.length / 2);
  expect(seen.filter((one) => one === "")).toHaveLength(seen.length / 2);
});

test("in jwt-routing some are picked by their token, some have another, most have none", () => {
  const seen = bearers(["jwt-routing"], tokens);
  expect(seen.filter((one) => one === "Bearer picked")).toHaveLength(2);
  expect(seen.filter((one) => one === "Bearer valid")).toHaveLength(1);
  expect(seen.filter((one) => one === "")).toHaveLength(6);
});

test("without tokens to be had all go without", () => {
  expect(new Set(bearers(["jwt", "jwt-routing"]))).toEqual(new Set([""]));
});

test("where the shop answers over TLS all come so but two, who do not know it yet", () => {
  const mix = mixOf(["gateway-tls"], { tls: true });
  expect(mix.map(({ overTls = false }) => overTls)).toEqual([...Array<boolean>(6).fill(true), false, false]);
  expect(mixOf(["gateway-tls"], { tls: false }).some(({ overTls }) => overTls)).toBe(false);
});
