import { lab, succeeded } from "./lab";

/**
 * The lab runs while the file's tests do, and is afterwards as it was before.
 * @param takeAway what the file does before a lab that was started for it stops: Jest runs `afterAll` in the order of the file
 */
export function withLab(takeAway: () => Promise<void> = () => Promise.resolve()): void {
  // A start builds what is missing: from an empty cache that takes up to half an hour.
  const hour = 60 * 60 * 1000;
  jest.setTimeout(hour);
  let startedHere = false;
  beforeAll(async () => {
    startedHere = (await lab("status")).code !== 0;
    succeeded(await lab("start"));
  }, hour);
  afterAll(async () => {
    try {
      await takeAway();
    } finally {
      if (startedHere) succeeded(await lab("stop"));
    }
  });
}
