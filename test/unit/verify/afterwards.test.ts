import { afterwards } from "../../../verify/afterwards";

const done: string[] = [];
const say = (text: string) => done.push(text);
const cleanUp = () => Promise.resolve(void done.push("cleaned up"));
const stuck = () => Promise.reject(new Error("it stays"));
beforeEach(() => void done.splice(0));

describe("what comes after a work", () => {
  test("is done before its result is there", async () => {
    expect(await afterwards(Promise.resolve(1), cleanUp, say)).toBe(1);
    expect(done).toEqual(["cleaned up"]);
  });

  test("is done where the work fails", async () => {
    await expect(afterwards(Promise.reject(new Error("no answer")), cleanUp, say)).rejects.toThrow("no answer");
    expect(done).toEqual(["cleaned up"]);
  });

  test("is told where it fails as well, and does not hide the work's own failure", async () => {
    await expect(afterwards(Promise.reject(new Error("no answer")), stuck, say)).rejects.toThrow("no answer");
    expect(done).toEqual(["something was left behind: Error: it stays"]);
  });

  test("fails what it fails after", () =>
    expect(afterwards(Promise.resolve(1), stuck, say)).rejects.toThrow("it stays"));
});
