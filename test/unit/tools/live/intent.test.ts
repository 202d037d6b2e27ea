import { stages } from "../../../../stages";
import { expectationsOf } from "../../../../tools/live/observer/expectations";
import { intentOf } from "../../../../tools/live/observer/intent";
import { Show } from "../../../../tools/live/picture/show";
import { deployed, podsOf } from "./deployed";

const names = Object.keys(stages);

/** What the page says in words where nobody has sent anything yet: so by what is deployed alone. */
function tells(stage: string): string {
  const show = new Show();
  show.see({ at: 0, kind: "asked", intent: intentOf(deployed(stage)) });
  show.see({ at: 0, kind: "pods", pods: podsOf(stage) });
  const { tells, versions } = show.picture(1000);
  return [...tells, `asked for ${versions["v1"]?.asked} and ${versions["v2"]?.asked}`].join("\n");
}

test("each stage is told apart from each other by words alone", () => {
  const all = names.map(tells);
  expect(new Set(all).size).toBe(names.length);
});

test("the same objects are told in the same words", () => {
  expect(tells("canary")).toBe(tells("canary"));
});

test.each([
  ["canary", { weights: { v1: 80, v2: 20 } }],
  ["blue-green", { weights: { v2: 100 } }],
  ["header-routing", { weights: { v1: 100 }, matches: ["user-agent Firefox → v2"] }],
  ["jwt-routing", { matches: ["token's group testers → v2"] }],
  ["mirroring", { weights: { v1: 100 }, copies: { to: "v2", percent: 100 } }],
  ["delay-fault", { delay: { seconds: "5s", percent: 100 } }],
  ["abort-fault", { abort: { status: 500, percent: 10 } }],
  ["load-balancing", { balancing: "source address" }],
  ["circuit-breaking", { breaker: { connections: 1, pending: 1 } }],
  ["retries", { retries: { attempts: 3, perTry: "1s" } }],
  ["timeouts", { timeout: "2s" }],
  ["cors", { cors: ["https://sock-shop.example"] }],
  ["local-rate-limit", { limited: ["catalogue"] }],
  ["global-rate-limit", { limited: ["front-end"] }],
  ["mutual-tls", { mutualTls: "STRICT" }],
  ["jwt", { tokensAt: ["front-end"] }],
  ["egress", { egress: "api.example.com" }],
  ["gateway-tls", { tls: true }],
  ["access-log", { accessLog: "true" }],
  ["tracing", { traced: 100 }],
])("of %s it is seen what is asked for", (stage, intent) => {
  expect(intentOf(deployed(stage))).toMatchObject(intent);
});

test("the baseline asks for nothing but v1", () => {
  expect(intentOf(deployed("baseline"))).toEqual({
    weights: { v1: 100 },
    ...{ matches: [], guarded: [], limited: [], tokensAt: [], tls: false },
  });
});

test("authorization guards each service of the shop", () => {
  expect(intentOf(deployed("authorization")).guarded).toHaveLength(13);
});

test("where nothing is deployed nothing is asked", () => {
  expect(intentOf(new Map()).weights).toEqual({});
});

test("of each object of the program it is known how proxies show it", () => {
  const objects = deployed("baseline");
  expect(expectationsOf(objects).map(({ object }) => object)).toEqual([...objects.keys()]);
  expect(expectationsOf(new Map([["DestinationRule/another-teams", { host: "x" }]]))).toEqual([]);
});
