import { limitsFile, limitLines } from "../../../../src/needs/account-limits";

const limits = { plans: { BASIC: 5, PLUS: 20 }, limiterDown: "open" } as const;

test("each account of a plan has a count of its own, by the minute", () => {
  expect(JSON.parse(limitsFile(limits))).toEqual({
    domain: "sock-shop",
    descriptors: [
      {
        key: "plan",
        value: "BASIC",
        descriptors: [{ key: "account", rate_limit: { unit: "minute", requests_per_unit: 5 } }],
      },
      {
        key: "plan",
        value: "PLUS",
        descriptors: [{ key: "account", rate_limit: { unit: "minute", requests_per_unit: 20 } }],
      },
    ],
  });
});

test("the rate limiter shows its limits in these words", () => {
  expect(limitLines(limits)).toEqual([
    "sock-shop.plan_BASIC.account: unit=MINUTE requests_per_unit=5",
    "sock-shop.plan_PLUS.account: unit=MINUTE requests_per_unit=20",
  ]);
});
