import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Visit } from "../../../../tools/live/seen/lines";
import { MOST, Visitors } from "../../../../tools/live/visitors/visitors";

const shop = createServer((_, response) => response.end());
let visitors: Visitors;
let visits: Visit[];
const heard = new EventEmitter();

beforeAll(async () => {
  shop.listen(0, "127.0.0.1");
  await once(shop, "listening");
});
beforeEach(() => {
  visits = [];
  const { port } = shop.address() as AddressInfo;
  visitors = new Visitors(new URL(`http://127.0.0.1:${port}`), MOST, (_, came) => {
    visits.push(...came);
    heard.emit("visits");
  });
});
afterEach(() => visitors.stop());
afterAll(() => {
  shop.closeAllConnections();
  shop.close();
});

/** Who came in more turns than the mix is long, of those who set out from now on. */
async function whoComes(): Promise<Set<string>> {
  await visitors.hold(AbortSignal.timeout(10_000));
  await once(heard, "visits");
  visits = [];
  visitors.letGo();
  while (visits.length < 20) await once(heard, "visits");
  return new Set(visits.map(({ as }) => as));
}

test("preflights are sent while cors is deployed, and no more once its routes change", async () => {
  expect(await whoComes()).toEqual(new Set(["Chrome", "Firefox"]));
  visitors.stage(["canary", "cors"]);
  expect(await whoComes()).toContain("preflight");
  visitors.objectChanged("VirtualService/catalogue");
  expect(await whoComes()).toContain("preflight");
  visitors.objectChanged("VirtualService/front-end-ingress");
  expect(await whoComes()).toEqual(new Set(["Chrome", "Firefox"]));
  visitors.stage(["cors"]);
  expect(await whoComes()).toContain("preflight");
});

test("nobody comes over TLS once the gateway changes", async () => {
  visitors.stage(["gateway-tls"]);
  visitors.bring({ tls: { url: new URL("https://127.0.0.1:1"), host: "sock-shop.example", ca: "" } });
  expect(await whoComes()).toContain("Chrome over TLS");
  visitors.objectChanged("Gateway/sock-shop");
  expect(await whoComes()).toEqual(new Set(["Chrome", "Firefox"]));
});

test.each([1, 9])("a load of %i a second is sent too", async (rate) => {
  visitors.rate = rate;
  visits = [];
  while (visits.length < 2) await once(heard, "visits");
  expect(visits.map(({ outcome }) => outcome)).toEqual(["200", "200"]);
});
