/** The label of gateways that Istio's own charts and `istioctl install` make. */
const usualKey = "istio";

/**
 * The labels that the config key `gatewaySelector` stands for: `KEY=VALUE` is itself, a value alone is that of the label
 * `istio`.
 */
export function gatewayLabels(selector: string): Readonly<Record<string, string>> {
  const [key = "", value] = selector.split("=");
  return value === undefined ? { [usualKey]: key } : { [key]: value };
}

/** The same as kubectl takes it for `--selector`. */
export const gatewayLabel = (selector: string): string => Object.entries(gatewayLabels(selector))[0]?.join("=") ?? "";
