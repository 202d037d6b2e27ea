import { Pictures } from "../../../../tools/live/pictures";
import type { Counted } from "../../../../tools/live/seen/lines";

const counted = (app: string): Counted => ({
  ...{ at: Date.now(), kind: "counted", pod: `${app}-1`, app, young: false },
  ...{ sent: {}, waiting: {}, aside: [], routes: {}, arrived: {} },
});

let taken: number[];
let pictures: Pictures;
beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  jest.setSystemTime(10_000);
  taken = [];
  pictures = new Pictures(({ at }) => taken.push(at - 10_000));
});
afterEach(() => {
  pictures.stop();
  jest.useRealTimers();
});

test("one is made with each count of the gateway, not of others", () => {
  for (let i = 0; i < 3; i += 1) {
    jest.advanceTimersByTime(400);
    pictures.see(counted("front-end"));
    jest.advanceTimersByTime(100);
    pictures.see(counted("gateway"));
  }
  expect(taken).toEqual([500, 1000, 1500]);
});

test("without counts of the gateway time goes on all the same", () => {
  jest.advanceTimersByTime(1300);
  expect(taken).toEqual([600, 1200]);
});

test("a gateway of many pods makes five a second at most", () => {
  for (let i = 0; i < 100; i += 1) {
    jest.advanceTimersByTime(10);
    pictures.see(counted("gateway"));
  }
  expect(taken).toEqual([10, 210, 410, 610, 810]);
});

test("the last one is made of all, and is the last", () => {
  pictures.see(counted("gateway"));
  jest.advanceTimersByTime(50);
  pictures.see(counted("gateway"));
  pictures.last();
  jest.advanceTimersByTime(5000);
  expect(taken).toEqual([0, 50]);
});
