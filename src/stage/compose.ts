import { RunError } from "@pulumi/pulumi";
import { badConfig } from "../config/bad-config";
import { nearest } from "../config/nearest";
import type { ParameterValues } from "../config/parameter";
import { refuseTooShort } from "../config/too-short";
import { type ServiceDeclaration, type Version } from "../shop/service";
import { type HttpServiceName, type ServiceName, services } from "../shop/services";
import type {
  Changes,
  EntranceChange,
  HttpChange,
  Inbound,
  NamespaceChange,
  Need,
  Route,
  ServiceTraffic,
  Stage,
} from "./stage";
import { unprovable } from "./unprovable";

/** Stages put together. */
export interface Composition {
  /** In the order in which they were asked for. */
  readonly names: readonly string[];
  /** What the audience is told. */
  readonly shows: string;
  readonly traffic: Readonly<Record<ServiceName, ServiceTraffic>>;
  readonly namespace: NamespaceChange;
  readonly entrance: EntranceChange;
  readonly needs: readonly Need[];
  /**
   * Services whose own proxies get filters from some stage, whether or not it is one of these: what it put there is taken
   * back by an object that is still declared.
   */
  readonly setUpInbound: readonly HttpServiceName[];
  /** Services that some stage lets requests with a token alone into, in the same sense. */
  readonly takesTokens: readonly HttpServiceName[];
  /** Parameters that these stages go by and that have another value than by default. */
  readonly changed: ParameterValues;
  /** Why `npm run verify` cannot tell whether they do what they say, a line for each parameter; empty where it can. */
  readonly unprovable: readonly string[];
}

/** A field of a service, and the stage that sets it. */
interface Setting {
  readonly stage: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Fields that hold fields: two stages may set different ones of them. All else is set as a whole. */
const groups = new Set(["calls", "fault", "inbound", "trafficPolicy"]);

/** The names in a list such as `canary,abort-fault`; a RunError unless each is a stage and there once. */
export function stageNames(list: string, stages: Readonly<Record<string, Stage>>): string[] {
  const known = Object.keys(stages);
  const allowed = `${known.join(", ")}; several are joined by a comma`;
  const names = list.split(",").map((name) => name.trim());
  const refuse = (got: string, next: string) => badConfig("stage", got, allowed, `pulumi config set stage ${next}`);
  for (const [position, name] of names.entries()) {
    if (name === "") {
      throw refuse(
        `${JSON.stringify(list)}, with no name where one is due`,
        names.filter(Boolean).join(",") || "baseline",
      );
    }
    if (!known.includes(name)) {
      throw refuse(`${JSON.stringify(name)}, which is no stage`, nearest(name, known) ?? "baseline");
    }
    if (names.indexOf(name) !== position) {
      throw refuse(`${JSON.stringify(list)}, with ${name} twice`, [...new Set(names)].join(","));
    }
  }
  return names;
}

/** The shop's traffic under stages together; a RunError where two of them set one field, or could not be proven together. */
export function compose(
  names: readonly string[],
  stages: Readonly<Record<string, Stage>>,
  values: ParameterValues,
): Composition {
  const chosen = names.map((name) => {
    const stage = stages[name];
    if (stage === undefined) {
      throw new Error(`no stage ${name}`);
    }
    return { name, stage, notWith: stage.notWith, shows: stage.shows(values), changes: stage.changes(values) };
  });
  const settings = chosen.flatMap(({ name, changes }) => settingsOf(name, changes.services ?? {}));
  const ofNamespace = chosen.flatMap(({ name, changes: { namespace } }) =>
    settingsOf(name, namespace ? { namespace } : {}),
  );
  const ofEntrance = chosen.flatMap(({ name, changes: { entrance } }) =>
    settingsOf(name, entrance ? { entrance } : {}),
  );
  refuseConflicts(names, [...settings, ...ofNamespace, ...ofEntrance]);
  refuseUnprovable(chosen);
  refuseTooShort(
    chosen.map(({ stage }) => stage.parameters ?? {}),
    values,
  );
  const merged = merge(settings) as Record<string, Partial<ServiceTraffic>>;
  const traffic = Object.entries<ServiceDeclaration>(services).map(([service, { versions }]) => {
    const needed = chosen.flatMap(({ changes }) => changed(changes, service)?.alsoRuns ?? []);
    const running = (Object.keys(versions) as Version[]).filter(
      (version) => version === "v1" || needed.includes(version),
    );
    const result: ServiceTraffic = { replicas: 1, routes: [{ to: "v1" }], ...merged[service], versions: running };
    checkRoutes(service, result);
    return [service, result];
  });
  const inboundOfSome = (wanted: (inbound: Inbound) => boolean) =>
    Object.keys(services).filter((service): service is HttpServiceName =>
      Object.values(stages).some((stage) => wanted(changed(stage.changes(values), service)?.inbound ?? {})),
    );
  return {
    names,
    shows: chosen.map(({ shows }) => shows).join("; "),
    traffic: Object.fromEntries(traffic) as Composition["traffic"],
    namespace: (merge(ofNamespace) as { namespace?: NamespaceChange }).namespace ?? {},
    entrance: (merge(ofEntrance) as { entrance?: EntranceChange }).entrance ?? {},
    needs: [...new Set(chosen.flatMap(({ changes }) => changes.needs ?? []))],
    setUpInbound: inboundOfSome(hasFilters),
    takesTokens: inboundOfSome(({ tokens }) => tokens !== undefined),
    changed: Object.fromEntries(chosen.flatMap(({ stage }) => changedIn(readBy(stage, stages), values))),
    unprovable: unprovable(
      Object.assign({}, ...chosen.map(({ stage }) => readBy(stage, stages))) as Parameters,
      values,
    ),
  };
}

/** The share of requests in percent that a route gives each version it names. */
export function shares(route: Route): readonly [Version, number][] {
  return typeof route.to === "string" ? [[route.to, 100]] : (Object.entries(route.to) as [Version, number][]);
}

type Parameters = NonNullable<Stage["parameters"]>;

/** The stage's own parameters, and those of others that it goes by too. */
function readBy({ parameters = {}, alsoReads = [] }: Stage, stages: Readonly<Record<string, Stage>>): Parameters {
  const others = Object.values(stages).flatMap((stage) => Object.entries(stage.parameters ?? {}));
  return { ...Object.fromEntries(others.filter(([key]) => alsoReads.includes(key))), ...parameters };
}

function changedIn(parameters: Parameters, values: ParameterValues): [string, string | number][] {
  return Object.entries(parameters).flatMap(([key, { default: usual }]) => {
    const value = values[key];
    return value === undefined || value === usual ? [] : [[key, value] as [string, string | number]];
  });
}

/** The limits are filters of Envoy's; for who may call, Istio has kinds of its own. */
const hasFilters = ({ limit, accountLimits }: Inbound): boolean => limit !== undefined || accountLimits !== undefined;

/** What a stage says of a service. */
function changed(changes: Changes, service: string): HttpChange | undefined {
  return ((changes.services ?? {}) as Readonly<Record<string, HttpChange>>)[service];
}

function settingsOf(stage: string, node: object, path: readonly string[] = []): Setting[] {
  return Object.entries(node)
    .filter(([key, value]) => key !== "alsoRuns" && value !== undefined)
    .flatMap(([key, value]: [string, unknown]) => {
      const here = [...path, key];
      const holdsFields = path.length === 0 || groups.has(key);
      return holdsFields ? settingsOf(stage, value as object, here) : [{ stage, path: here, value }];
    });
}

function refuseConflicts(names: readonly string[], settings: readonly Setting[]): void {
  const setBy = new Map<string, string>();
  for (const { stage, path } of settings) {
    const field = path.join(".");
    const other = setBy.get(field);
    if (other !== undefined) {
      throw notTogether([other, stage], `both set ${field}, which only one stage may`, names);
    }
    setBy.set(field, stage);
  }
}

type Chosen = Pick<Stage, "notWith"> & { readonly name: string; readonly changes: Changes };

/** What is accepted can be proven: each claim would have to hold beside what the other stage does. */
function refuseUnprovable(chosen: readonly Chosen[]): void {
  const names = chosen.map(({ name }) => name);
  for (const [position, one] of chosen.entries()) {
    for (const other of chosen.slice(position + 1)) {
      const reason = one.notWith?.[other.name] ?? other.notWith?.[one.name];
      if (reason !== undefined) {
        throw notTogether([one.name, other.name], `cannot be proven together: ${reason}`, names);
      }
    }
  }
  const unchanged = chosen.find(({ changes }) => Object.keys(changes).length === 0);
  const other = chosen.find((one) => one !== unchanged);
  if (unchanged !== undefined && other !== undefined) {
    const reason = `${unchanged.name} is the shop with nothing changed`;
    throw notTogether([other.name, unchanged.name], `cannot be proven together: ${reason}`, names);
  }
}

/** Says which two stages stand in each other's way, and what to type: all that was asked for, without the second. */
function notTogether([one, other]: readonly [string, string], why: string, names: readonly string[]): RunError {
  const left = names.filter((name) => name !== other).join(",");
  return new RunError(`Stages ${one} and ${other} ${why}. Type: pulumi config set stage ${left}`);
}

type Tree = { [field: string]: unknown };

function merge(settings: readonly Setting[]): Tree {
  const root: Tree = {};
  for (const { path, value } of settings) {
    const last = path.length - 1;
    const parent = path.slice(0, last).reduce<Tree>((node, field) => (node[field] ??= {}) as Tree, root);
    parent[path[last] as string] = value;
  }
  return root;
}

/** Guards against a slip in a stage's file: a share lost, or a version that is named but not there. */
function checkRoutes(service: string, { versions, routes }: ServiceTraffic): void {
  const named = routes.flatMap((route) => [
    ...shares(route).map(([version]) => version),
    ...(route.mirror ? [route.mirror.to] : []),
  ]);
  const absent = named.find((version) => !versions.includes(version));
  if (absent !== undefined) {
    throw new Error(`${service} is routed to ${absent}, which does not run: name it in alsoRuns`);
  }
  for (const route of routes) {
    const total = shares(route).reduce((sum, [, share]) => sum + share, 0);
    if (total !== 100) {
      throw new Error(`the shares of a route of ${service} add up to ${total} %`);
    }
  }
}
