import { type Deeds, Driver, type DriveShown, type Verdict } from "../../../../tools/live/drive/driver";

/** Something that a test brings to its end. */
function pending<Result>() {
  let end!: { resolve: (result: Result) => void; reject: (error: Error) => void };
  const promise = new Promise<Result>((resolve, reject) => (end = { resolve, reject }));
  return { promise, ...end };
}

function setUp(deployed: readonly string[] | "unseen" = ["baseline"]) {
  const shown: DriveShown[] = [];
  const done: string[] = [];
  const [up, claim] = [pending<string>(), pending<Verdict>()];
  const ending = new AbortController();
  const deeds: Deeds = {
    deploy(stage, told) {
      done.push(`deploy ${stage}`);
      told({ done: 3, changed: 1, now: "Deployment front-end-v2" });
      return up.promise;
    },
    prove(command, told) {
      done.push(command);
      told("1000 pages");
      return claim.promise;
    },
  };
  const driver = new Driver({
    ...{ order: ["baseline", "canary", "cors"], deeds, signal: ending.signal },
    ...{ deployed: () => (deployed === "unseen" ? undefined : deployed), tell: (now: DriveShown) => shown.push(now) },
  });
  return { driver, shown, done, up, claim, ending };
}

test("the next stage is deployed, then proven by the command that the stack names", async () => {
  const { driver, shown, done, up, claim } = setUp();
  expect(driver.go("next")).toEqual({ stage: "canary" });
  expect(driver.now).toEqual({
    ...{ state: "deploying", stage: "canary", seconds: 0 },
    progress: { done: 3, changed: 1, now: "Deployment front-end-v2" },
  });
  up.resolve("npm run verify -- canary --expect canaryWeight=50");
  claim.resolve({ proven: true, because: "canary holds" });
  await driver.ended();
  expect(done).toEqual(["deploy canary", "npm run verify -- canary --expect canaryWeight=50"]);
  expect(shown).toContainEqual({ state: "proving", stage: "canary", seconds: 0, says: "1000 pages" });
  expect(driver.now).toMatchObject({ state: "judged", stage: "canary", proven: true, because: "canary holds" });
});

test("two at once are refused, in either way and in either step", async () => {
  const { driver, done, up, claim } = setUp();
  driver.go("next");
  expect(driver.go("next")).toEqual({ refused: "canary is being deployed: one at a time" });
  expect(driver.go("previous")).toEqual({ refused: "canary is being deployed: one at a time" });
  up.resolve("npm run verify -- canary");
  await up.promise;
  await Promise.resolve();
  expect(driver.go("next")).toEqual({ refused: "canary is being proven: one at a time" });
  claim.resolve({ proven: false, because: "canary does not hold: 1 of 9 figures are wrong" });
  await driver.ended();
  expect(done).toHaveLength(2);
  expect(driver.now).toMatchObject({ state: "judged", proven: false });
  expect(driver.go("next")).toEqual({ stage: "canary" });
});

test("a failed up is shown with its line, and nothing is proven", async () => {
  const { driver, done, up } = setUp();
  driver.go("next");
  up.reject(new Error("no Istio in this cluster"));
  await driver.ended();
  expect(driver.now).toEqual({ state: "failed", stage: "canary", what: "up", why: "no Istio in this cluster" });
  expect(done).toEqual(["deploy canary"]);
});

test("a claim that cannot be tried is no failed up", async () => {
  const { driver, up, claim } = setUp();
  driver.go("next");
  up.resolve("npm run verify -- canary");
  claim.reject(new Error("another stage is deployed"));
  await driver.ended();
  expect(driver.now).toMatchObject({ state: "failed", what: "claim", why: "another stage is deployed" });
});

test("what is interrupted says so, and nothing begins any more", async () => {
  const { driver, up, ending } = setUp();
  driver.go("next");
  ending.abort();
  up.reject(new Error("whatever an abort makes fail"));
  await driver.ended();
  expect(driver.now).toMatchObject({ state: "failed", what: "up", why: "interrupted" });
  expect(driver.go("next")).toEqual({ refused: "npm run live is ending" });
});

test("nobody drives from where nobody knows", () => {
  const { driver, done } = setUp("unseen");
  expect(driver.go("next")).toEqual({ refused: expect.stringMatching(/not seen yet/) });
  expect(done).toEqual([]);
});

test("there is nothing beyond either end", () => {
  expect(setUp(["cors"]).driver.go("next")).toEqual({ refused: "this is the last stage" });
  const { driver, done } = setUp();
  expect(driver.go("previous")).toEqual({ refused: "this is the first stage" });
  expect(done).toEqual([]);
});

test("the seconds go on while nothing else is said", () => {
  jest.useFakeTimers({ doNotFake: ["queueMicrotask"] });
  const { driver, shown } = setUp();
  driver.go("next");
  jest.advanceTimersByTime(2000);
  jest.useRealTimers();
  expect(shown.at(-1)).toMatchObject({ state: "deploying", seconds: 2 });
});
