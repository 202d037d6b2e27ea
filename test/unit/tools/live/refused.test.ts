import { refusedByBreaker, triesPerCall } from "../../../../tools/live/picture/refused";

test("ten calls at a breaker of 1 + 1, as Envoy counted: nine were never sent", () => {
  expect(refusedByBreaker({ upstream_rq_completed: 10, upstream_rq_total: 1 })).toBe(9);
});

test("two calls of four tries each, as Envoy counted: none was refused, and each was tried four times", () => {
  const counts = { upstream_rq_completed: 2, upstream_rq_total: 8, upstream_rq_retry: 6 };
  expect(refusedByBreaker(counts)).toBe(0);
  expect(triesPerCall(counts)).toBe(4);
});

test("a call that is under way was sent and is not answered: no less than none is refused", () => {
  expect(refusedByBreaker({ upstream_rq_completed: 4, upstream_rq_total: 5 })).toBe(0);
});

test("of no call there is no number of tries", () => {
  expect(triesPerCall({})).toBeUndefined();
});
