import { Timeline } from "../../../../tools/live/picture/timeline";

const shown = (timeline: Timeline, now: number) => timeline.upTo(now).map(({ at, v1, v2 }) => [at, v1, v2]);

test("requests are of the seconds between two readings, however late the second is", () => {
  const timeline = new Timeline();
  timeline.counted("gateway", 1000, { v1: 0, v2: 0 });
  timeline.counted("gateway", 2000, { v1: 30, v2: 0 });
  // It was asked at 2500, and answered after its new routes.
  timeline.counted("gateway", 5000, { v1: 60, v2: 30 });
  expect(shown(timeline, 5000)).toEqual([
    [2000, 30, 0],
    [3000, 20, 10],
    [4000, 20, 10],
    [5000, 20, 10],
  ]);
});

test("a second that is not counted to its end is not shown yet", () => {
  const timeline = new Timeline();
  timeline.counted("gateway", 1000, { v1: 0, v2: 0 });
  timeline.counted("gateway", 2400, { v1: 14, v2: 0 });
  expect(shown(timeline, 3900)).toEqual([[2000, 10, 0]]);
});

test("two gateways add up, and a source's first reading is where it begins", () => {
  const timeline = new Timeline();
  for (const source of ["one", "other"]) {
    timeline.counted(source, 1000, { v1: 500, v2: 0 });
    timeline.counted(source, 2000, { v1: 10, v2: 5 });
  }
  expect(shown(timeline, 2000)).toEqual([[2000, 20, 10]]);
});

test("failures are of their second, and what is older than two minutes is gone", () => {
  const timeline = new Timeline();
  timeline.failed(1500);
  for (let at = 1000; at <= 200_000; at += 1000) timeline.counted("gateway", at, { v1: 1, v2: 0 });
  timeline.failed(199_500);
  const seconds = timeline.upTo(200_000);
  expect(seconds).toHaveLength(120);
  expect(seconds.filter(({ failed }) => failed > 0).map(({ at, failed }) => [at, failed])).toEqual([[200_000, 1]]);
});
