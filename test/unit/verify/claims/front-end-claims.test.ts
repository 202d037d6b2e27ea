import { baseline, listsSocks } from "../../../../verify/claims/baseline";
import { blueGreen } from "../../../../verify/claims/blue-green";
import { cors } from "../../../../verify/claims/cors";
import { headerRouting } from "../../../../verify/claims/header-routing";
import { mirroring } from "../../../../verify/claims/mirroring";
import { answers, pages, requests, wrong } from "../readings";

const SOCKS = JSON.stringify([{ id: "a", name: "Holy", price: 99.99 }]);

describe("baseline", () => {
  const good = {
    pages: pages({ v1: 1000, v2: 0 }),
    catalogue: { answers: answers(20, { body: SOCKS }), calls: requests({ v1: 20, "": 0 }) },
    routes: [{ all: 8, withoutSubset: [] as string[] }],
  };
  const judged = (readings: Partial<typeof good>) => wrong(baseline.judge({ ...good, ...readings }, {}));

  test("holds", () => expect(judged({})).toEqual([]));

  test("fails on a page from v2", () => {
    expect(judged({ pages: pages({ v1: 999, v2: 1 }) })).toEqual(["pages from v1", "pages from v2"]);
  });

  test("fails on a page by a route without a subset", () => {
    expect(judged({ pages: pages({ v1: 999, "": 1 }) })).toEqual([
      "pages from v1",
      "pages by a route without a subset",
    ]);
  });

  test("fails when a catalogue answer lists no socks", () => {
    const { calls } = good.catalogue;
    expect(judged({ catalogue: { calls, answers: answers(20, { body: "fault filter abort" }) } })).toEqual([
      "catalogue answers that list socks",
    ]);
  });

  test("fails when catalogue is called by a route without a subset", () => {
    const { answers } = good.catalogue;
    expect(judged({ catalogue: { answers, calls: requests({ v1: 0, "": 20 }) } })).toEqual([
      "calls to catalogue v1",
      "calls by a route without a subset",
    ]);
  });

  test("names a route without a subset", () => {
    const cluster = "outbound|80||carts.sock-shop.svc.cluster.local";
    expect(judged({ routes: [{ all: 8, withoutSubset: [cluster] }] })).toEqual([
      `routes without a subset (${cluster})`,
    ]);
  });

  test.each(["", "[]", "{}", "null", "[null]", '[{"id":1}]', "<html>"])("%j lists no socks", (body) => {
    expect(listsSocks(body)).toBe(false);
  });
});

describe("blue-green", () => {
  test.each([
    ["v2", { v1: 0, v2: 1000 }, []],
    ["v2", { v1: 1, v2: 999 }, ["pages from v2", "pages from v1"]],
    ["v1", { v1: 1000, v2: 0 }, []],
    ["v1", { v1: 0, v2: 1000 }, ["pages from v1", "pages from v2"]],
  ] as const)("live %s, seen %j: wrong %j", (live, seen, figures) => {
    expect(wrong(blueGreen.judge(pages(seen), { live }))).toEqual(figures);
  });

  test("an unanswered request is told with its cause", () => {
    const some = { ...pages({ v2: 10 }), answers: answers(8, {}, { ECONNRESET: 2 }) };
    expect(wrong(blueGreen.judge(some, { live: "v2" }))).toEqual(["pages answered with 200 (also: 2 × ECONNRESET)"]);
  });

  test("a lost counter is told", () => {
    const some = { ...pages({ v2: 10 }), served: requests({ v2: 10 }, ["10.0.0.1:80 left"]) };
    expect(wrong(blueGreen.judge(some, { live: "v2" }))).toEqual(["counters lost while measuring (10.0.0.1:80 left)"]);
  });
});

describe("header-routing", () => {
  const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
  const numbers = { headerName: "x-group", headerPattern: "beta", headerValue: FIREFOX };
  const seen = (beta: object, none: object) =>
    new Map(
      Object.entries({ '"beta"': beta, Chrome: { v1: 250 }, curl: { v1: 250 }, "no such header": none }).map(
        ([who, subsets]) => [who, pages(subsets as Record<string, number>)],
      ),
    );

  test("holds", () => expect(wrong(headerRouting.judge(seen({ v2: 250 }, { v1: 250 }), numbers))).toEqual([]));

  test("fails when one who is meant for v2 is on v1", () => {
    expect(wrong(headerRouting.judge(seen({ v2: 249, v1: 1 }, { v1: 250 }), numbers))).toEqual([
      'pages for "beta" from v2',
    ]);
  });

  test("who matches the pattern too belongs on v2 too", () => {
    const both = { ...numbers, headerPattern: "beta|Chrome", headerValue: "beta" };
    const chrome = new Map(seen({ v2: 250 }, { v1: 250 })).set("Chrome", pages({ v2: 250 }));
    expect(wrong(headerRouting.judge(chrome, both))).toEqual([]);
    expect(wrong(headerRouting.judge(chrome, numbers))).toEqual(["pages for Chrome from v1"]);
  });

  test("a value that was asked for is taken at its word", () => {
    const asked = { ...numbers, headerPattern: "(?i)BETA", headerValue: "beta" };
    expect(wrong(headerRouting.judge(seen({ v2: 250 }, { v1: 250 }), asked))).toEqual([]);
  });

  test.each(["^beta$", "(?i)beta"])("needs a value that %j matches, and says how to give one", (headerPattern) => {
    const judged = () => headerRouting.judge(seen({ v2: 250 }, { v1: 250 }), { ...numbers, headerPattern });
    expect(judged).toThrow(
      expect.objectContaining({ name: "Mistake", message: expect.stringContaining("headerValue=") as string }),
    );
  });

  test("fails when those without the header are on v2", () => {
    expect(wrong(headerRouting.judge(seen({ v2: 250 }, { v2: 250 }), numbers))).toEqual([
      "pages for no such header from v1",
    ]);
  });
});

describe("mirroring", () => {
  const served = (v1: number, v2: number | Record<string, number>, each = {}) => ({
    pages: { answers: answers(v1, each), served: requests({ v1, v2 }) },
    sent: typeof v2 === "number" ? 0 : (v2["slow"] ?? 0),
    arrived: typeof v2 === "number" ? 0 : (v2["slow"] ?? 0),
  });
  const changing = (copies: number) => new Map([["POSTs", served(100, copies, { status: 405 })]]);
  const good = {
    plain: served(2000, 2000).pages,
    slow: served(100, { real: 60, slow: 40 }),
    changing: changing(0),
  };
  const judged = (
    readings: Partial<typeof good>,
    numbers: Partial<{ mirrorPercent: number; mirrorMethods: "safe" | "all" }> = {},
  ) => wrong(mirroring.judge({ ...good, ...readings }, { mirrorPercent: 100, mirrorMethods: "safe", ...numbers }));

  test("holds", () => expect(judged({})).toEqual([]));

  test("fails when one copy is missing", () => {
    expect(judged({ plain: served(2000, 1999).pages })).toEqual(["copies to v2"]);
  });

  test("fails when only some are copied, and holds when that is what is asked for", () => {
    const some = { plain: served(2000, 1000).pages, slow: served(200, { real: 60, slow: 40 }) };
    expect(judged(some)).toEqual(["copies to v2", "copies to v2 while it is slow and fails"]);
    expect(judged(some, { mirrorPercent: 50 })).toEqual([]);
  });

  test("fails when visitors get what v2 answers", () => {
    const slow = served(100, { real: 60, slow: 40 }, { status: 503, seconds: 5 });
    expect(judged({ slow })).toEqual(["good pages while v2 fails", "longest page while v2 takes 5 s"]);
  });

  test("fails when the copies do not arrive", () => {
    expect(judged({ slow: { ...good.slow, arrived: 39 } })).toEqual(["of them arrived"]);
    expect(judged({ slow: served(100, 100) })).toEqual(["copies for the slow pod"]);
  });

  test("fails when a single POST is copied, unless all are to be", () => {
    expect(judged({ changing: changing(1) })).toEqual(["copies of POSTs to v2"]);
    expect(judged({ changing: changing(100) })).toEqual(["copies of POSTs to v2"]);
    expect(judged({ changing: changing(100) }, { mirrorMethods: "all" })).toEqual([]);
    expect(judged({ changing: changing(99) }, { mirrorMethods: "all" })).toEqual(["copies of POSTs to v2"]);
    expect(judged({}, { mirrorMethods: "all" })).toEqual(["copies of POSTs to v2"]);
  });

  test("does not take the copies of pages that others asked for meanwhile for copies of POSTs", () => {
    const beside = served(100, 0, { status: 405 });
    const others = (copies: number) => {
      return new Map([["POSTs", { ...beside, pages: { ...beside.pages, served: requests({ v1: 107, v2: copies }) } }]]);
    };
    expect(judged({ changing: others(7) })).toEqual([]);
    expect(judged({ changing: others(8) })).toEqual(["copies of POSTs to v2"]);
  });

  test("says nothing of POSTs that were not answered", () => {
    const lost = served(100, 0);
    const unanswered = { ...lost, pages: { ...lost.pages, answers: answers(99, {}, { ECONNRESET: 1 }) } };
    expect(judged({ changing: new Map([["POSTs", unanswered]]) })).toEqual(["POSTs answered"]);
  });
});

describe("cors", () => {
  const origin = "https://shop.example";
  const numbers = { corsOrigin: origin, corsMethods: "GET,PUT", corsMaxAge: 60_000 };
  // Envoy says to all what would be allowed, and to one for whom.
  const toNobody = { "access-control-allow-methods": "GET,PUT", "access-control-max-age": "60" };
  const granted = { ...toNobody, "access-control-allow-origin": origin };
  const readable = { headers: { "access-control-allow-origin": origin } };
  const good = {
    origin,
    preflights: answers(10, { headers: granted }),
    sentOn: requests({ v1: 0 }),
    pages: answers(10, readable),
  };
  const other = {
    ...good,
    origin: "https://other.example",
    preflights: answers(10, { headers: toNobody }),
    pages: answers(10),
  };
  const judged = (readings: Partial<typeof good>, of = good) => wrong(cors.judge([{ ...of, ...readings }], numbers));

  test("holds, also where others visit the shop meanwhile", () => {
    expect(wrong(cors.judge([good, other], numbers))).toEqual([]);
    expect(judged({ sentOn: requests({ v1: 9 }) })).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ["none", {}],
    ["one too few", { ...granted, "access-control-max-age": undefined as unknown as string }],
    ["another age", { ...granted, "access-control-max-age": "61" }],
    ["one too many", { ...granted, "access-control-allow-credentials": "true" }],
  ])("fails with other headers: %s", (_, headers) => {
    expect(judged({ preflights: answers(10, { headers }) })).toEqual([`preflights for ${origin}: the three headers`]);
  });

  test("fails when front-end answers preflights", () => {
    const headers = { ...granted, "x-envoy-upstream-service-time": "1" };
    const preflights = answers(10, { headers, status: 204 });
    expect(judged({ preflights, sentOn: requests({ v1: 10 }) })).toEqual([
      `preflights for ${origin}: 200`,
      `preflights for ${origin}: Envoy's own answer`,
      `preflights for ${origin}: sent on`,
    ]);
  });

  test("fails when its pages' scripts may not read, or others may", () => {
    expect(judged({ pages: answers(10) })).toEqual([`pages for ${origin}: that its scripts may read`]);
    for (const value of ["*", origin, other.origin]) {
      const headers = { "access-control-allow-origin": value };
      expect(judged({ pages: answers(10, { headers }), preflights: answers(10, { headers }) }, other)).toEqual([
        `preflights for ${other.origin}: no origin allowed`,
        `pages for ${other.origin}: that its scripts may read`,
      ]);
    }
  });

  test("says nothing of what was not answered", () => {
    expect(judged({ preflights: answers(9, { headers: granted }, { ECONNRESET: 1 }) })).toContain(
      `preflights for ${origin} answered`,
    );
  });
});
