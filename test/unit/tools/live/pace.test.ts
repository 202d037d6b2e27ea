import { Pace } from "../../../../tools/live/picture/pace";

let told: number[];
let pace: Pace;
let began: number;

beforeEach(() => {
  jest.useFakeTimers();
  began = performance.now();
  told = [];
  pace = new Pace(() => told.push(performance.now() - began));
});

afterEach(() => {
  pace.stop();
  jest.useRealTimers();
});

/** Readings at these moments, in milliseconds, and then a while without. */
function readings(...moments: readonly number[]): void {
  for (const moment of moments) {
    jest.advanceTimersByTime(began + moment - performance.now());
    pace.reading();
  }
}

test("each reading of the gateway is shown at once, and nothing beside it", () => {
  readings(500, 1000, 1500);
  expect(told).toEqual([500, 1000, 1500]);
});

test("of two gateways no reading is left out, and no more is told than each 400 ms", () => {
  readings(500, 600, 1000, 1100, 1500);
  jest.advanceTimersByTime(300);
  expect(told).toEqual([500, 900, 1300, 1700]);
});

test("a reading that is late is shown soon", () => {
  readings(500, 1250);
  jest.advanceTimersByTime(400);
  expect(told).toEqual([500, 1200, 1600]);
});

test("where no gateway is read the page is told all the same", () => {
  readings(500);
  jest.advanceTimersByTime(1400);
  expect(told).toEqual([500, 1200, 1900]);
});

test("after its end nothing is told", () => {
  pace.stop();
  jest.advanceTimersByTime(2000);
  expect(told).toEqual([]);
});
