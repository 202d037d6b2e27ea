import { authorization, type AuthorizationReadings } from "../../../../verify/claims/authorization";
import { egress, type EgressReadings } from "../../../../verify/claims/egress";
import { mutualTls, type MutualTlsReadings } from "../../../../verify/claims/mutual-tls";
import type { Beside } from "../../../../verify/claim";
import { parseTcp } from "../../../../verify/probes/fortio";
import { callerIn, parseHandshakes } from "../../../../verify/probes/identity";
import { speaksPlaintext } from "../../../../verify/probes/plaintext-caller";
import { parseDenied } from "../../../../verify/probes/refusals";
import { answers, calls, wrong } from "../readings";

const tcp = (answered: number, closed: number) => ({ calls: 20, answered, closed });
const beside = (stage: string, failures: number[] = []): Beside => ({ stage, failures });

describe("mutual-tls", () => {
  const right: MutualTlsReadings = {
    outside: { catalogue: calls({ [-1]: 20 }), sessions: tcp(0, 20) },
    inside: { catalogue: calls({ 200: 20 }), sessions: tcp(20, 0) },
    plaintext: calls({ 503: 20 }),
    identity: { told: "spiffe://cluster.local/ns/shop/sa/orders", right: true },
    handshakes: 1,
  };
  const open: Partial<MutualTlsReadings> = {
    outside: { catalogue: calls({ 200: 20 }), sessions: tcp(20, 0) },
    plaintext: calls({ 200: 20 }),
  };
  const judged = (readings: Partial<MutualTlsReadings>, mode: "STRICT" | "PERMISSIVE" = "STRICT", others?: Beside[]) =>
    wrong(mutualTls.judge({ ...right, ...readings }, { mutualTls: mode }, others));

  test("holds", () => expect(judged({})).toEqual([]));

  test("fails where whoever calls is answered, and holds there if that was meant", () => {
    expect(judged(open)).toEqual([
      "without a sidecar, to catalogue: reset",
      "without a sidecar, to session-db: closed",
      "with a sidecar that speaks no TLS, to payment: 503",
    ]);
    expect(judged(open, "PERMISSIVE")).toEqual([]);
  });

  test.each<[string, Partial<MutualTlsReadings>, string]>([
    [
      "one call that came through",
      { outside: { catalogue: calls({ [-1]: 19, 200: 1 }), sessions: tcp(0, 20) } },
      "without a sidecar, to catalogue: reset",
    ],
    [
      "a database that is left open",
      { outside: { catalogue: calls({ [-1]: 20 }), sessions: tcp(20, 0) } },
      "without a sidecar, to session-db: closed",
    ],
    [
      "connections that nobody answers or closes",
      { outside: { catalogue: calls({ [-1]: 20 }), sessions: tcp(0, 0) } },
      "without a sidecar, to session-db: closed",
    ],
    [
      "a mesh that is closed to itself",
      { inside: { catalogue: calls({ 503: 20 }), sessions: tcp(20, 0) } },
      "with a sidecar, to catalogue: 200 (also: 503)",
    ],
    [
      "a receiver that is told of nobody",
      { identity: { told: "", right: false } },
      "the receiver is told who calls: nothing",
    ],
    ["no handshake", { handshakes: 0 }, "TLS handshakes with that caller"],
  ])("fails with %s", (_, readings, figure) => expect(judged(readings)).toEqual([figure]));

  test("reckons with stages beside it: injected failures, and services that are closed to whoever proves nothing", () => {
    const inside = { catalogue: calls({ 200: 15, 500: 5 }), sessions: tcp(20, 0) };
    expect(judged({ inside }, "STRICT", [beside("abort-fault", [500])])).toEqual([]);
    const closed = { outside: { catalogue: calls({ 403: 20 }), sessions: tcp(0, 20) }, plaintext: calls({ 403: 20 }) };
    expect(judged(closed, "PERMISSIVE", [beside("authorization")])).toEqual([]);
    expect(judged(closed, "PERMISSIVE")).toHaveLength(3);
  });
});

describe("authorization", () => {
  const asked = (statuses: readonly Record<number, number>[]): AuthorizationReadings["asked"] => {
    const callers = [
      ["front-end's account", "GET"],
      ["front-end's account", "DELETE"],
      ["another account", "GET"],
      ["front-end's account of another namespace", "GET"],
      ["no account", "GET"],
    ] as const;
    return callers.map(([who, method], index) => ({ who, method, answers: calls(statuses[index] ?? {}) }));
  };
  const no = { 403: 20 };
  const right: AuthorizationReadings = {
    asked: asked([{ 200: 20 }, no, no, no, no]),
    refused: 80,
    sessions: { frontEnd: tcp(20, 0), stranger: tcp(0, 20), refused: 20 },
    pages: answers(20),
  };
  const judged = (readings: Partial<AuthorizationReadings>, methods = ["GET"], others?: Beside[]) =>
    wrong(authorization.judge({ ...right, ...readings }, { catalogueMethods: methods }, others));

  test("holds", () => expect(judged({})).toEqual([]));

  test("fails where everybody may call", () => {
    const all = { 200: 20 };
    const open = { asked: asked([all, { 405: 20 }, all, all, all]), refused: 0 };
    expect(judged({ ...open, sessions: { ...right.sessions, stranger: tcp(20, 0), refused: 0 } })).toEqual([
      "front-end's account, DELETE: 403",
      "another account, GET: 403",
      "front-end's account of another namespace, GET: 403",
      "no account, GET: 403",
      "another account, to session-db: closed",
      "refused by session-db's own proxy",
    ]);
  });

  test.each<[string, Partial<AuthorizationReadings>, string]>([
    ["front-end shut out", { asked: asked([no, no, no, no, no]), refused: 100 }, "front-end's account, GET: 200"],
    [
      "a name that counts whatever its namespace",
      { asked: asked([{ 200: 20 }, no, no, { 200: 20 }, no]), refused: 60 },
      "front-end's account of another namespace, GET: 403",
    ],
    ["refusals of the program's own", { refused: 0 }, "refused by catalogue's own proxies"],
    [
      "a database that closes for another reason",
      { sessions: { ...right.sessions, refused: 0 } },
      "refused by session-db's own proxy",
    ],
    ["visitors shut out", { pages: answers(20, { status: 403 }) }, "pages for visitors answered with 200 (also: 403)"],
  ])("fails with %s", (_, readings, figure) => expect(judged(readings)).toEqual([figure]));

  test("another method by config is let in, whatever catalogue says to it", () => {
    const both = asked([{ 200: 20 }, { 405: 20 }, no, no, no]);
    expect(judged({ asked: both, refused: 60 }, ["GET", "DELETE"])).toEqual([]);
    expect(judged({}, ["GET", "DELETE"])).toEqual(["front-end's account, DELETE: let in"]);
    expect(authorization.failures?.({ catalogueMethods: ["GET"] })).toEqual([]);
    expect(authorization.failures?.({ catalogueMethods: ["POST"] })).toEqual([403]);
  });

  test("reckons with stages beside it: injected failures, and connections that are reset", () => {
    const aborted = asked([{ 200: 18, 500: 2 }, no, { 403: 19, 500: 1 }, no, no]);
    expect(judged({ asked: aborted, refused: 79 }, ["GET"], [beside("abort-fault", [500])])).toEqual([]);
    const reset = asked([{ 200: 20 }, no, no, no, { [-1]: 20 }]);
    expect(judged({ asked: reset, refused: 60 }, ["GET"], [beside("mutual-tls")])).toEqual([]);
    expect(judged({ asked: reset, refused: 60 })).toEqual(["no account, GET: 403"]);
  });
});

test("fortio's word for connections: an answer that is no echo is one, none at all is not", () => {
  const json = (RetCodes: object) => JSON.stringify({ RetCodes, DurationHistogram: { Count: 5, Min: 0, Max: 1 } });
  expect(parseTcp(json({ "read not echoing writes": 4, OK: 1 }))).toEqual({ calls: 5, answered: 5, closed: 0 });
  expect(parseTcp(json({ "short read": 5 }))).toEqual({ calls: 5, answered: 0, closed: 5 });
  expect(parseTcp(json({ "read tcp 1->2: i/o timeout": 5 }))).toEqual({ calls: 5, answered: 0, closed: 0 });
});

test("who calls is the last name in the header, and nobody where there is none", () => {
  const own = "URI=spiffe://cluster.local/ns/shop/sa/orders";
  const echo = `X-Forwarded-Client-Cert: By=spiffe://cluster.local/ns/shop/sa/default;Hash=ab;Subject="";${own}`;
  expect(callerIn(`Headers:\n\nHost: payment\n${echo}\nX-Request-Id: 1\n`)).toBe(own.replace("URI=", ""));
  expect(callerIn("Headers:\n\nHost: payment\n")).toBeUndefined();
});

test("Envoy's counters, present or not", () => {
  expect(parseHandshakes("listener.0.0.0.0_15006.ssl.handshake: 3\n")).toBe(3);
  expect(parseHandshakes("")).toBe(0);
  expect(
    parseDenied("http.inbound_0.0.0.0_80;.rbac.denied: 20\ntcp.rbac.denied: 2\nhttp.x.rbac.shadow_denied: 9"),
  ).toBe(22);
  expect(parseDenied("")).toBe(0);
});

test("a caller speaks plaintext once it has the clusters and none asks for TLS", () => {
  const name = '"name": "outbound|80|v1|payment.shop.svc.cluster.local"';
  expect(speaksPlaintext(name, "payment")).toBe(true);
  expect(speaksPlaintext(`${name}, "tlsMode-istio"`, "payment")).toBe(false);
  expect(speaksPlaintext("{}", "payment")).toBe(false);
});

describe("egress", () => {
  const right: EgressReadings = {
    byAddress: calls({ 502: 20 }),
    byName: calls({ 200: 20 }),
    otherPort: calls({ [-1]: 20 }),
    catalogue: calls({ 200: 20 }),
  };
  const judged = (readings: Partial<EgressReadings>, others?: Beside[]) =>
    wrong(egress.judge({ ...right, ...readings }, { egressHost: "api.example.com" }, others));
  const all = calls({ 200: 20 });

  test("holds", () => expect(judged({})).toEqual([]));

  test("fails where any address is reached", () => {
    expect(judged({ byAddress: all, otherPort: all })).toEqual([
      "by its address, on port 80: 502",
      "by its address, on port 58765: reset",
    ]);
  });

  test.each<[string, Partial<EgressReadings>, string]>([
    ["one call that came through", { byAddress: calls({ 502: 19, 200: 1 }) }, "by its address, on port 80: 502"],
    ["a port left open", { otherPort: all }, "by its address, on port 58765: reset"],
    ["the host shut out too", { byName: calls({ 502: 20 }) }, "the same server as api.example.com: 200"],
    ["a mesh that is closed to itself", { catalogue: calls({ 502: 20 }) }, "catalogue: 200 (also: 502)"],
  ])("fails with %s", (_, readings, figure) => expect(judged(readings)).toEqual([figure]));

  test("reckons with failures of stages beside it, at catalogue alone", () => {
    const others = [beside("abort-fault", [500])];
    expect(judged({ catalogue: calls({ 200: 15, 500: 5 }) }, others)).toEqual([]);
    expect(judged({ byName: calls({ 200: 15, 500: 5 }) }, others)).toHaveLength(1);
  });

  test("takes the name of one host, in any case", () => {
    const { read } = egress.expects.egressHost;
    expect(["API.example.com", "a.b"].map(read)).toEqual(["api.example.com", "a.b"]);
    expect(["", "localhost", "*.example.com", "10.0.0.1", "a b.example"].map(read)).toEqual(Array(5).fill(undefined));
  });
});
