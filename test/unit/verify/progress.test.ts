import { Progress } from "../../../verify/progress";

function written(isTTY: boolean, ...texts: string[]): string {
  let output = "";
  const write = (text: string | Uint8Array) => {
    output += String(text);
    return true;
  };
  const progress = new Progress({ isTTY, write });
  texts.forEach(progress.say);
  progress.clear();
  return output;
}

test("in a pipe, progress is a line for each thing that is done, without control characters", () => {
  const texts = ["canary: 1 of 1000 requests to /", "canary: 2 of 1000 requests to /", "canary: starting a caller"];
  expect(written(false, ...texts)).toBe("canary: 1000 requests to /\ncanary: starting a caller\n");
});

test("in a terminal, progress is one line that is written over and then gone", () => {
  expect(written(true, "1 of 2", "2 of 2")).toBe("\r\x1b[K1 of 2\r\x1b[K2 of 2\r\x1b[K");
});
