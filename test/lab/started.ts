import { lab, succeeded } from "./lab";

/**
 * The lab runs while the file's tests do, and goes on for the next file's.
 * @param takeAway what the file does before: Jest runs `afterAll` in the order of the file
 */
export function withLab(takeAway: () => Promise<void> = () => Promise.resolve()): void {
  // A start builds what is missing: from an empty cache that takes up to half an hour.
  const hour = 60 * 60 * 1000;
  jest.setTimeout(hour);
  beforeAll(async () => {
    succeeded(await lab("start"));
  }, hour);
  afterAll(takeAway);
}
