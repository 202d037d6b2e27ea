import http from "node:http";
import type { AddressInfo } from "node:net";
import type { StageName } from "../../../../verify/claims";
import type { Ground } from "../../../../verify/ground";
import { everySwitch, onceAround, type Switch } from "../../../../verify/tour/route";
import { makeSwitches } from "../../../../verify/tour/switches";

/** A shop that answers everything with 200. */
const shop = http.createServer((_, response) => response.end());
beforeAll(() => new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => shop.close(resolve)));

/** A cluster without proxies, so that every route is served at once. */
const ground = () =>
  ({
    url: new URL(`http://127.0.0.1:${(shop.address() as AddressInfo).port}`),
    signal: new AbortController().signal,
    say: () => {},
    gateways: () => Promise.resolve([]),
    sidecars: () => Promise.resolve([]),
    until: async (_: string, condition: () => Promise<boolean>) => {
      if (!(await condition())) throw new Error("not served");
    },
  }) as Partial<Ground> as Ground;

/** Makes the switches; what was deployed, in order, and what was recorded, with what really was deployed before. */
async function made(switches: readonly Switch<StageName>[]) {
  const deployed: StageName[] = [];
  const recorded: { said: string; was: string }[] = [];
  await makeSwitches(switches, {
    ground: ground(),
    deploy: (stage) => {
      deployed.push(stage);
      return Promise.resolve(1);
    },
    visitor: () => Promise.resolve({}),
    meshObjects: () => Promise.resolve([]),
    done: ({ from, to }) => {
      recorded.push({ said: `${from}>${to}`, was: deployed.slice(-2).join(">") });
      return Promise.resolve();
    },
  });
  return { deployed, recorded };
}

const stages: StageName[] = ["baseline", "canary", "retries", "mirroring"];

test("a tour deploys where it begins, and each stage once more", async () => {
  const { deployed } = await made(onceAround(stages));
  expect(deployed).toEqual([...stages, "baseline"]);
});

test.each([
  ["a whole tour", onceAround(stages)],
  ["a tour that goes on in its middle", onceAround(stages).slice(2)],
  ["what another tour left: with gaps", everySwitch(stages).filter((_, index) => index % 3 !== 0)],
])("%s: what is recorded is what was switched", async (_, switches) => {
  const { recorded } = await made(switches);
  expect(recorded.map(({ said }) => said)).toEqual(switches.map(({ from, to }) => `${from}>${to}`));
  for (const { said, was } of recorded) expect(was).toBe(said);
});

test("what is done at a stop is done once it is reached, and the next switch is made from there", async () => {
  const log: string[] = [];
  const tour = {
    ...{ ground: ground(), visitor: () => Promise.resolve({}), meshObjects: () => Promise.resolve([]) },
    done: () => Promise.resolve(),
  };
  const outcomes = await makeSwitches(onceAround(stages.slice(0, 2)), {
    ...tour,
    deploy: (stage) => Promise.resolve(log.push(`deploy ${stage}`)),
    stop: (stage) => Promise.resolve(void log.push(`stop at ${stage}`)),
  });
  const visits = ["baseline", "canary", "baseline"].flatMap((stage) => [`deploy ${stage}`, `stop at ${stage}`]);
  expect(log).toEqual(visits);
  expect(outcomes).toHaveLength(2);
});
