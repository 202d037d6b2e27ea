import { isIstio, namespaceOf } from "./istio";
import type { Declared } from "./rule";

interface Source {
  readonly requestPrincipals?: readonly string[];
  readonly notRequestPrincipals?: readonly string[];
}

interface Condition {
  readonly key?: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

interface Rule {
  readonly from?: readonly { readonly source?: Source }[];
  readonly when?: readonly Condition[];
}

/** Whether an AuthorizationPolicy makes somebody show a token: it lets in who has one, or keeps out who has none. */
export function demandsToken({ props: { spec } }: Declared): boolean {
  const list = {
    ALLOW: { ofSource: "requestPrincipals", ofCondition: "values" },
    DENY: { ofSource: "notRequestPrincipals", ofCondition: "notValues" },
  } as const;
  const action: string = spec?.action ?? "ALLOW";
  if (action !== "ALLOW" && action !== "DENY") return false;
  const { ofSource, ofCondition } = list[action];
  return ((spec?.rules ?? []) as readonly Rule[]).some(
    ({ from, when }) =>
      (from ?? []).some(({ source }) => isFilled(source?.[ofSource])) ||
      (when ?? []).some((condition) => condition.key?.startsWith("request.auth.") && isFilled(condition[ofCondition])),
  );
}

/** The Gateways at which a VirtualService routes by what a token claims, as `namespace/name`. In the mesh it cannot. */
export function gatewaysRoutedByClaim(resource: Declared): readonly string[] {
  const { http, gateways } = resource.props.spec ?? {};
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the program wrote
  const headers = (http ?? []).flatMap(({ match }: any) =>
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    (match ?? []).flatMap(({ headers, withoutHeaders }: any) => Object.keys({ ...headers, ...withoutHeaders })),
  );
  if (!headers.some((name: string) => name.startsWith("@request.auth.claims"))) return [];
  return ((gateways ?? []) as readonly string[])
    .filter((gateway) => gateway !== "mesh")
    .map((gateway) => (gateway.includes("/") ? gateway : `${namespaceOf(resource)}/${gateway}`));
}

/** Whether it rejects bad tokens at all: without rules it does nothing. */
export const checksTokens = (resource: Declared): boolean =>
  isIstio("RequestAuthentication", resource) && isFilled(resource.props.spec?.jwtRules);

const isFilled = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;
