/** Tells `istioctl analyze` that what it warns of by this code is meant. */
export const suppressed = (code: string) => ({ annotations: { "galley.istio.io/analyze-suppress": code } });
