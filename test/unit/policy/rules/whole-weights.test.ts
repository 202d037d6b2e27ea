import { wholeWeights } from "../../../../policy/rules/whole-weights";
import { declared, virtualService } from "../declared";

const shares = (weights: (number | undefined)[]) =>
  weights.map((weight) => ({ destination: { host: "shop" }, ...(weight !== undefined && { weight }) }));

const of = (...weights: (number | undefined)[]) =>
  wholeWeights.violations(virtualService({ http: [{ route: shares(weights) }] }));

test.each([[[]], [[undefined]], [[100]], [[20, 80]], [[undefined, 100]], [[0, 30, 70]]])("%p is taken", (weights) => {
  expect(of(...weights)).toEqual([]);
});

test.each([
  [[20, 70], "weights 20 + 70 make 90. Allowed: weights that add up to 100."],
  [[60, 60], "weights 60 + 60 make 120. Allowed: weights that add up to 100."],
  [[undefined, undefined], "weights none + none make 0. Allowed: weights that add up to 100."],
  [[30, undefined], "weights 30 + none make 30. Allowed: weights that add up to 100."],
  [[80], "its only destination has weight 80. Allowed: no weight, or 100."],
  [[0], "its only destination has weight 0. Allowed: no weight, or 100."],
])("%p is refused", (weights, message) => {
  expect(of(...weights)).toEqual([`http route 1 of routes: ${message}`]);
});

test("every route of every protocol is looked at, by its name if it has one", () => {
  const [whole, short] = [shares([50, 50]), shares([50, 40])];
  const spec = {
    http: [{ name: "to-v1", route: whole }, { name: "to-v2", route: short }, { redirect: { uri: "/" } }],
    tcp: [{ route: short }],
    tls: [{ route: whole }, { route: short }],
  };
  expect(wholeWeights.violations(virtualService(spec)).map((message) => message.split(":")[0])).toEqual([
    "http route 2 (to-v2) of routes",
    "tcp route 1 of routes",
    "tls route 2 of routes",
  ]);
});

test("older versions of Istio's API and patches are looked at, other resources are not", () => {
  const props = { spec: { http: [{ route: shares([1]) }] } };
  const count = (type: string) => wholeWeights.violations(declared(type, "it", props)).length;
  expect(count("networking.istio.io/v1alpha3:VirtualService")).toBe(1);
  expect(count("networking.istio.io/v1:VirtualServicePatch")).toBe(1);
  expect(count("networking.istio.io/v1:Gateway")).toBe(0);
  expect(count("example.com/v1:VirtualService")).toBe(0);
});
