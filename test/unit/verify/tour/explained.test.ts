import { PAGE, PICTURE, sortFailures } from "../../../../verify/tour/explained";

const outcomes = new Map([
  [`${PAGE} 200`, 400],
  [`${PAGE} 500`, 1],
  [`${PICTURE} 200`, 70],
  [`${PICTURE} 500`, 8],
  [`${PICTURE} ECONNRESET`, 2],
]);

test("an abort is explained by abort-fault on either side of the switch, and only for calls to catalogue", () => {
  const expected = {
    explained: { [`${PICTURE} 500`]: 8 },
    unexplained: { [`${PAGE} 500`]: 1, [`${PICTURE} ECONNRESET`]: 2 },
  };
  expect(sortFailures(outcomes, ["baseline", "abort-fault"])).toEqual(expected);
  expect(sortFailures(outcomes, ["abort-fault", "retries"])).toEqual(expected);
});

test("nothing explains it between stages that abort nothing", () => {
  const { explained, unexplained } = sortFailures(outcomes, ["baseline", "canary"]);
  expect(explained).toEqual({});
  expect(unexplained).toEqual({ [`${PAGE} 500`]: 1, [`${PICTURE} 500`]: 8, [`${PICTURE} ECONNRESET`]: 2 });
});

test("a redirect of anything is explained by gateway-tls, and an abort is not", () => {
  const redirected = new Map([
    [`${PAGE} 301`, 3],
    [`${PICTURE} 301`, 2],
    [`${PICTURE} 500`, 1],
  ]);
  expect(sortFailures(redirected, ["gateway-tls", "canary"])).toEqual({
    explained: { [`${PAGE} 301`]: 3, [`${PICTURE} 301`]: 2 },
    unexplained: { [`${PICTURE} 500`]: 1 },
  });
  expect(sortFailures(redirected, ["canary", "baseline"]).explained).toEqual({});
});
