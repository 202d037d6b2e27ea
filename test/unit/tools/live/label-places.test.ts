import { labelPlaces } from "../../../../tools/live/page/label-places";

describe("names of switches on the timeline", () => {
  test("stand to the right of their lines", () =>
    expect(
      labelPlaces(
        [
          { x: 100, width: 50 },
          { x: 300, width: 50 },
        ],
        500,
      ),
    ).toEqual([108, 308]));

  test("the newest stands to the left where the plot ends", () =>
    expect(labelPlaces([{ x: 480, width: 50 }], 500)).toEqual([422]));

  test("an older one that would lie over the next line is left out", () =>
    expect(
      labelPlaces(
        [
          { x: 100, width: 50 },
          { x: 140, width: 50 },
        ],
        500,
      ),
    ).toEqual([undefined, 148]));

  test("so is one before another that was left out", () =>
    expect(
      labelPlaces(
        [
          { x: 350, width: 80 },
          { x: 440, width: 50 },
          { x: 480, width: 50 },
        ],
        500,
      ),
    ).toEqual([undefined, undefined, 422]));

  test("so is one that would lie over the newest's name", () =>
    expect(
      labelPlaces(
        [
          { x: 390, width: 50 },
          { x: 480, width: 50 },
        ],
        500,
      ),
    ).toEqual([undefined, 422]));
});
