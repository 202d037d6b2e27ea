import type { AccountLimits } from "../stage/stage";

/** The request headers that say whose request it is. In a real shop a gateway sets them by the user's token. */
export const planHeader = "x-plan";
export const accountHeader = "x-account";

/** Under which name the limits are asked for. */
export const limitsDomain = "sock-shop";

/** The rate limiter's own file: each account of a plan has a count of its own, which starts anew at each full minute. */
export function limitsFile({ plans }: AccountLimits): string {
  const descriptors = Object.entries(plans).map(([plan, requests]) => ({
    key: "plan",
    value: plan,
    descriptors: [{ key: "account", rate_limit: { unit: "minute", requests_per_unit: requests } }],
  }));
  // JSON is YAML too.
  return JSON.stringify({ domain: limitsDomain, descriptors }, undefined, 2);
}

/** How the rate limiter shows, a line each, that it goes by these limits. */
export function limitLines({ plans }: AccountLimits): readonly string[] {
  return Object.entries(plans).map(
    ([plan, requests]) => `${limitsDomain}.plan_${plan}.account: unit=MINUTE requests_per_unit=${requests}`,
  );
}
