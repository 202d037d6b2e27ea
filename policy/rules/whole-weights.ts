import { isIstio, type Route, routesOf } from "../istio";
import type { ResourceRule } from "../rule";

export const wholeWeights: ResourceRule = {
  name: "whole-weights",
  description: "No route whose weights do not add up to 100: a share that is not said is a share that surprises.",
  violations: (resource) => {
    if (!isIstio("VirtualService", resource)) return [];
    return routesOf(resource).flatMap((route) => {
      const got = strayWeights(route);
      return got === undefined ? [] : [`${route.label} of ${resource.name}: ${got}.`];
    });
  },
};

function strayWeights({ shares }: Route): string | undefined {
  const weights = shares.map(({ weight }) => weight);
  const [only] = weights;
  if (weights.length < 2) {
    return only === undefined || only === 100
      ? undefined
      : `its only destination has weight ${only}. Allowed: no weight, or 100`;
  }
  // To Istio a weight that is left out beside others is none.
  const sum = weights.reduce<number>((total, weight = 0) => total + weight, 0);
  const list = weights.map((weight) => weight ?? "none").join(" + ");
  return sum === 100 ? undefined : `weights ${list} make ${sum}. Allowed: weights that add up to 100`;
}
