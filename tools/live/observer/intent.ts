import type {
  AuthorizationPolicySpec,
  DestinationRuleSpec,
  EnvoyFilterSpec,
  GatewaySpec,
  HttpRoute,
  PeerAuthenticationSpec,
  RequestAuthenticationSpec,
  ServiceEntrySpec,
  SidecarSpec,
  TelemetrySpec,
  VirtualServiceSpec,
} from "../../../src/mesh/istio.ts";
import { VISITORS_ROUTES } from "../../../verify/shop.ts";
import type { Intent } from "../seen/lines.ts";

/** Specs of the mesh's objects by `Kind/name`. */
export type Specs = ReadonlyMap<string, unknown>;

/** What the objects ask of the mesh, as far as the page tells of it: pure, of objects that anyone may have written. */
export function intentOf(specs: Specs): Intent {
  const at = <Spec>(object: string) => specs.get(object) as Partial<Spec> | undefined;
  const all = <Spec>(kind: string): [string, Partial<Spec>][] =>
    [...specs]
      .filter(([object]) => object.startsWith(`${kind}/`))
      .map(([object, spec]) => [object.slice(kind.length + 1), (spec ?? {}) as Partial<Spec>]);

  const entrance = at<VirtualServiceSpec>(`VirtualService/${VISITORS_ROUTES}`)?.http ?? [];
  const [call = {}] = at<VirtualServiceSpec>("VirtualService/catalogue")?.http ?? [];
  const policy = at<DestinationRuleSpec>("DestinationRule/catalogue")?.trafficPolicy;
  const copying = entrance.find(({ mirror }) => mirror !== undefined);
  const egress = at<SidecarSpec>("Sidecar/sock-shop")?.outboundTrafficPolicy?.mode === "REGISTRY_ONLY";
  const [host] = at<ServiceEntrySpec>("ServiceEntry/sock-shop")?.hosts ?? [];
  const mode = at<PeerAuthenticationSpec>("PeerAuthentication/sock-shop")?.mtls?.mode ?? "UNSET";
  const { accessLogging: [log] = [], tracing: [traced] = [] } = at<TelemetrySpec>("Telemetry/sock-shop") ?? {};
  const origins = entrance.flatMap(({ corsPolicy }) => corsPolicy?.allowOrigins ?? []);
  return {
    weights: weightsOf(entrance.findLast((route) => (route.match ?? [{}]).some(isForAll))),
    matches: entrance.flatMap(picked),
    ...(copying && {
      copies: { to: copying.mirror?.subset ?? "", percent: copying.mirrorPercentage?.value ?? 100 },
    }),
    ...faultOf(call),
    ...(call.retries?.attempts && {
      retries: { attempts: call.retries.attempts, perTry: call.retries.perTryTimeout ?? "" },
    }),
    ...(call.timeout && { timeout: call.timeout }),
    ...breakerOf(policy),
    ...(policy?.loadBalancer?.consistentHash && { balancing: "source address" }),
    ...(origins.length > 0 && {
      cors: origins.map(({ exact = "", prefix = "", regex = "" }) => exact + prefix + regex),
    }),
    ...(mode !== "UNSET" && { mutualTls: mode }),
    guarded: all<AuthorizationPolicySpec>("AuthorizationPolicy").flatMap(([name, spec]) =>
      callers(spec).some((one) => one.includes("/ns/")) ? [name] : [],
    ),
    limited: all<EnvoyFilterSpec>("EnvoyFilter").flatMap(([name, spec]) => (spec.configPatches?.length ? [name] : [])),
    tokensAt: all<RequestAuthenticationSpec>("RequestAuthentication").flatMap(([name, spec]) =>
      spec.jwtRules?.length ? [name] : [],
    ),
    ...(egress && host !== undefined && { egress: host }),
    tls: (at<GatewaySpec>("Gateway/sock-shop")?.servers ?? []).some(({ tls }) => tls !== undefined),
    ...(log && { accessLog: (log.filter?.expression ?? "true").replace(/\s*\/\/ fingerprint-[0-9a-f]+$/, "") }),
    ...(traced?.randomSamplingPercentage !== undefined && { traced: traced.randomSamplingPercentage }),
  };
}

type Match = NonNullable<HttpRoute["match"]>[number];

const isForAll = (match: Match): boolean => Object.keys(match).every((name) => name === "statPrefix");

function weightsOf(route: HttpRoute | undefined): Record<string, number> {
  const destinations = route?.route ?? [];
  const weights = destinations.map(({ destination, weight }) => [destination.subset ?? "", weight ?? 100] as const);
  return Object.fromEntries(weights.filter(([, weight]) => weight > 0));
}

/** Requests that go another way than the rest: `user-agent .*Firefox.* → v2`. */
function picked({ match = [], route = [] }: HttpRoute): string[] {
  const to = route[0]?.destination.subset ?? "";
  return match
    .filter((one) => !isForAll(one))
    .flatMap(({ headers = {} }) =>
      Object.entries(headers).map(([name, value]) => {
        const { exact, prefix, regex } = value;
        return `${inWords(name)} ${exact ?? prefix ?? plain(regex)} → ${to}`;
      }),
    );
}

/** A claim of a token's is written as a header that no request can bear. */
const inWords = (header: string): string => header.replace(/^@request\.auth\.claims\[(.+)\]$/, "token's $1");

/** A pattern without the room that it is given on both sides. */
const plain = (regex = ""): string => regex.replace(/^\.\*\(\?:(.*)\)\.\*$/, "$1");

function faultOf({ fault }: HttpRoute): Pick<Intent, "delay" | "abort"> {
  const { delay, abort } = fault ?? {};
  return {
    ...(delay?.fixedDelay && { delay: { seconds: delay.fixedDelay, percent: delay.percentage?.value ?? 0 } }),
    ...(abort?.httpStatus && { abort: { status: abort.httpStatus, percent: abort.percentage?.value ?? 0 } }),
  };
}

function breakerOf(policy: DestinationRuleSpec["trafficPolicy"]): Pick<Intent, "breaker"> {
  const { tcp, http } = policy?.connectionPool ?? {};
  if (tcp?.maxConnections === undefined || http?.http1MaxPendingRequests === undefined) return {};
  return { breaker: { connections: tcp.maxConnections, pending: http.http1MaxPendingRequests } };
}

const callers = ({ rules = [] }: Partial<AuthorizationPolicySpec>): string[] =>
  rules.flatMap(({ from = [] }) => from.flatMap(({ source }) => source?.principals ?? []));
