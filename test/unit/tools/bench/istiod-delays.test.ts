import { meanBetween, readDelay } from "../../../../tools/bench/istiod-delays";

const metrics = (count: number, sum: number) => `
# TYPE pilot_proxy_convergence_time histogram
pilot_proxy_convergence_time_bucket{le="0.1"} 3
pilot_proxy_convergence_time_sum ${sum}
pilot_proxy_convergence_time_count ${count}
pilot_debounce_time_sum{} 3
pilot_debounce_time_count{} 20
`;

test("the mean is of what came between two looks", () => {
  const [before, after] = [metrics(100, 50), metrics(110, 51.5)].map((text) => readDelay(text, "push"));
  expect(meanBetween(before as never, after as never)).toBeCloseTo(150);
  expect(readDelay(metrics(1, 1), "debounce")).toEqual({ count: 20, seconds: 3 });
});

test("no push is no figure", () => {
  const look = readDelay(metrics(7, 1), "push");
  expect(() => meanBetween(look, look)).toThrow("istiod pushed nothing");
});

test("an istiod that does not show it is told of", () => {
  expect(() => readDelay("pilot_xds 3", "push")).toThrow("istiod shows no pilot_proxy_convergence_time_count");
});
