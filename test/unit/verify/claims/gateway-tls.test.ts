import { gatewayTls, type GatewayTlsReadings } from "../../../../verify/claims/gateway-tls";
import { answers, wrong } from "../readings";

const numbers = { tlsHost: "shop.example", httpsPort: 443 };
const pages = (outcomes: Record<string, number>) => ({
  sent: Object.values(outcomes).reduce((sum, times) => sum + times, 0),
  outcomes: new Map(Object.entries(outcomes)),
});
const right: GatewayTlsReadings = {
  plain: answers(20, { status: 301, headers: { location: "https://shop.example/" } }),
  trusting: pages({ "h2 200": 20 }),
  strangers: pages({ UNABLE_TO_VERIFY_LEAF_SIGNATURE: 20 }),
};
const judged = (readings: Partial<GatewayTlsReadings>) => wrong(gatewayTls.judge({ ...right, ...readings }, numbers));

test("holds where all over TLS are served, all strangers refuse, and all else are redirected", () => {
  expect(judged({})).toEqual([]);
});

test.each<[string, Partial<GatewayTlsReadings>]>([
  ["one page by HTTP/1.1", { trusting: pages({ "h2 200": 19, "http/1.1": 1 }) }],
  ["a stranger who is served", { strangers: pages({ SELF_SIGNED_CERT_IN_CHAIN: 19, "h2 200": 1 }) }],
  ["a stranger whom the connection fails", { strangers: pages({ SELF_SIGNED_CERT_IN_CHAIN: 19, ECONNRESET: 1 }) }],
  ["a redirect elsewhere", { plain: answers(20, { status: 301, headers: { location: "https://shop.example:80/" } }) }],
  ["a redirect for a while", { plain: answers(20, { status: 302, headers: { location: "https://shop.example/" } }) }],
  [
    "a page beside the redirect",
    { plain: answers(20, { status: 301, body: "socks", headers: { location: "https://shop.example/" } }) },
  ],
])("fails for %s", (_, readings) => {
  expect(judged(readings)).toHaveLength(1);
});

test("fails in all three on a shop without TLS", () => {
  const closed = pages({ ECONNRESET: 20 });
  const shop = { plain: answers(20, { body: "socks" }), trusting: closed, strangers: closed };
  expect(judged(shop)).toHaveLength(4);
});
