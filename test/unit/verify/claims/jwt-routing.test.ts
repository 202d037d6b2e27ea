import { jwtRouting, kinds, type Kind } from "../../../../verify/claims/jwt-routing";
import { answers, pages, requests, wrong } from "../readings";

const numbers = {
  jwtClaim: "group",
  jwtValue: "testers",
  jwtIssuer: "https://sock-shop.example",
  jwtAudience: "sock-shop",
};
const testers = "a token with the claim";
const refused = answers(100, { status: 401, body: "Jwt verification fails" });
const forgedRefused = { answers: answers(100, { status: 400 }), served: requests({ v1: 0, v2: 0 }) };
const subsetOf = (kind: Kind) => (kind === testers ? { v1: 0, v2: 100 } : { v1: 100, v2: 0 });

/** With these pages in place of the right ones. */
function judged(
  others: Partial<Record<Kind, ReturnType<typeof pages>>> = {},
  strangers = refused,
  forged = forgedRefused,
) {
  const all = Object.fromEntries(kinds.map((kind) => [kind, others[kind] ?? pages(subsetOf(kind))]));
  return wrong(jwtRouting.judge({ pages: all as Record<Kind, ReturnType<typeof pages>>, forged, strangers }, numbers));
}

test("holds", () => expect(judged()).toEqual([]));

test("fails on baseline: testers are on v1, and nobody reads tokens", () => {
  expect(judged({ [testers]: pages({ v1: 100 }) }, answers(100))).toEqual([
    "pages with a token with the claim from v2",
    'another\'s signature: 401, "Jwt verification fails"',
  ]);
});

test.each(kinds)("fails where one page with %s comes from the other version", (kind) => {
  const { v1, v2 } = subsetOf(kind);
  const off = v1 > v2 ? { v1: v1 - 1, v2: v2 + 1 } : { v1: v1 + 1, v2: v2 - 1 };
  expect(judged({ [kind]: pages(off) })).toEqual([`pages with ${kind} from ${kind === testers ? "v2" : "v1"}`]);
});

test("fails where another's signature is taken once, or refused for another reason", () => {
  const figure = ['another\'s signature: 401, "Jwt verification fails"'];
  const some = { ...refused, answers: [...refused.answers.slice(1), ...answers(1).answers] };
  expect(judged({}, some)).toEqual(figure);
  expect(judged({}, answers(100, { status: 401, body: "Jwt is expired" }))).toEqual(figure);
});

test("counts for nothing where a page is not answered, or not counted", () => {
  const lost = { ...pages({ v1: 100 }), answers: answers(99, {}, { ECONNRESET: 1 }) };
  expect(judged({ "no such claim": lost })).toEqual([
    "pages with no such claim answered with 200 (also: 1 × ECONNRESET)",
  ]);
  expect(judged({ "no such claim": { answers: answers(100), served: requests({ v1: 0 }) } })).toEqual([
    "pages with no such claim counted",
  ]);
});

describe("a header that is called as the route calls the claim", () => {
  const name = "a header called as the route calls it";

  test("may be refused, or be no token", () => {
    expect(judged({}, refused, pages({ v1: 100, v2: 0 }))).toEqual([]);
  });

  test("must not be taken for the claim, not once", () => {
    expect(judged({}, refused, pages({ v1: 99, v2: 1 }))).toEqual([
      `${name}: 400, or a page from v1`,
      `${name}: a page from v2`,
    ]);
  });

  test("must be answered", () => {
    const some = { ...forgedRefused, answers: answers(99, { status: 400 }, { ECONNRESET: 1 }) };
    expect(judged({}, refused, some)).toEqual([`${name}: answered`, `${name}: 400, or a page from v1`]);
  });
});
