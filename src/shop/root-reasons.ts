import type { ServiceDeclaration } from "./service";

/** Prefix of the annotations that say why a container runs as root; the container's name follows. */
export const rootReasonPrefix = "runs-as-root.sock-shop/";

/**
 * Why containers of a pod run as root, as the pod's annotations: whoever reads the pod, or judges it, need not ask.
 * @returns undefined where none does
 */
export function rootReasons(
  service: string,
  { container, sidecars = {} }: ServiceDeclaration,
): Readonly<Record<string, string>> | undefined {
  const reasons = Object.entries({ [service]: container, ...sidecars }).flatMap(([name, { user }]) =>
    typeof user === "object" ? [[rootReasonPrefix + name, user.rootBecause] as const] : [],
  );
  return reasons.length > 0 ? Object.fromEntries(reasons) : undefined;
}
