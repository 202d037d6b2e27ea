import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { compose, type Composition, shares } from "../../../src/stage/compose";
import type { HttpRoute, TrafficPolicy } from "../../../src/mesh/istio";
import { serviceConfig } from "../../../src/mesh/traffic";
import type { ParameterValues } from "../../../src/config/parameter";
import { parametersOf } from "../../../src/config/settings";
import type { ServiceName } from "../../../src/shop/services";
import { services } from "../../../src/shop/services";
import type { Route, ServiceTraffic, Stage } from "../../../src/stage/stage";
import { stages } from "../../../stages";

type StageName = keyof typeof stages;
const names = Object.keys(stages) as StageName[];
const defaults: ParameterValues = Object.fromEntries(
  Object.entries(parametersOf(stages)).map(([key, { default: d }]) => [key, d]),
);
const composed = (list: readonly string[], values: ParameterValues = {}) =>
  compose(list, stages, { ...defaults, ...values });

const baseline: ServiceTraffic = { versions: ["v1"], replicas: 1, routes: [{ to: "v1" }] };
const everywhere = Object.fromEntries(Object.keys(services).map((service) => [service, baseline]));

/** Those whose own proxies some stage sets up. */
const setUpInbound = ["front-end", "catalogue"];

/** What stages must make of the shop, as the talk's slides have it. Of one that is not here, its golden file tells. */
const expectations: Partial<
  Record<
    StageName,
    { shows: string; traffic: Partial<Record<ServiceName, Partial<ServiceTraffic>>>; needs?: Composition["needs"] }
  >
> = {
  baseline: { shows: "the whole shop on the mesh, every service at v1", traffic: {} },
  "blue-green": {
    shows: "all users on v2 of front-end, the other version on standby",
    traffic: { "front-end": { versions: ["v1", "v2"], routes: [{ to: "v2" }] } },
  },
  canary: {
    shows: "20 % of requests go to v2 of front-end",
    traffic: { "front-end": { versions: ["v1", "v2"], routes: [{ to: { v1: 80, v2: 20 } }] } },
  },
  "header-routing": {
    shows: "users with Firefox in user-agent on v2 of front-end, others on v1",
    traffic: {
      "front-end": {
        versions: ["v1", "v2"],
        routes: [{ match: [{ headers: { "user-agent": { regex: ".*(?:Firefox).*" } } }], to: "v2" }, { to: "v1" }],
      },
    },
  },
  mirroring: {
    shows: "users on v1 of front-end, v2 gets a copy of 100 % of requests that change nothing",
    traffic: {
      "front-end": {
        versions: ["v1", "v2"],
        routes: [
          { match: [{ uri: { exact: "/login" } }], to: "v1" },
          { match: [{ method: { regex: "GET|HEAD|OPTIONS" } }], to: "v1", mirror: { to: "v2", percent: 100 } },
          { to: "v1" },
        ],
      },
    },
  },
  "delay-fault": {
    shows: "100 % of calls to catalogue take 5s longer",
    traffic: { catalogue: { calls: { fault: { delay: { fixedDelay: "5s", percentage: { value: 100 } } } } } },
  },
  "abort-fault": {
    shows: "10 % of calls to catalogue answer 500",
    traffic: { catalogue: { calls: { fault: { abort: { httpStatus: 500, percentage: { value: 10 } } } } } },
  },
  "load-balancing": {
    shows: "calls to catalogue stick to one of 3 pods by source address",
    traffic: {
      catalogue: { replicas: 3, trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } } },
    },
  },
  "circuit-breaking": {
    shows: "calls to catalogue over 1 connection(s) with 1 waiting; the rest get 503",
    traffic: {
      catalogue: {
        trafficPolicy: {
          connectionPool: {
            tcp: { maxConnections: 1 },
            http: { http1MaxPendingRequests: 1, maxRequestsPerConnection: 1 },
          },
          outlierDetection: {
            consecutive5xxErrors: 1,
            interval: "1s",
            baseEjectionTime: "1s",
            maxEjectionPercent: 100,
          },
        },
      },
    },
    needs: ["fortio"],
  },
  "local-rate-limit": {
    shows: "each pod of catalogue answers 10 requests in 60s; the rest get 429",
    traffic: { catalogue: { inbound: { limit: { requests: 10, per: "60s" } } } },
    needs: ["fortio"],
  },
  "global-rate-limit": {
    shows: "an account of plan BASIC gets 5 answers a minute, one of plan PLUS 20, then 429",
    traffic: {
      "front-end": { inbound: { accountLimits: { plans: { BASIC: 5, PLUS: 20 }, limiterDown: "open" } } },
    },
    needs: ["rate-limiter"],
  },
  retries: {
    shows: "up to 3 retries of 1s each on calls to catalogue",
    traffic: {
      catalogue: {
        calls: {
          retries: { attempts: 3, perTryTimeout: "1s", retryOn: "5xx,reset,connect-failure,refused-stream" },
        },
      },
    },
  },
  timeouts: {
    shows: "calls to catalogue end after 2s, answered or not",
    traffic: { catalogue: { calls: { timeout: "2s" } } },
  },
  cors: {
    shows: "scripts of https://sock-shop.example may call the shop from a browser: GET,POST,DELETE",
    traffic: {
      "front-end": {
        calls: {
          corsPolicy: {
            allowOrigins: [{ exact: "https://sock-shop.example" }],
            allowMethods: ["GET", "POST", "DELETE"],
            maxAge: "24h",
            unmatchedPreflights: "IGNORE",
          },
        },
      },
    },
  },
};

test.each(Object.entries(expectations))(
  "%s changes what the slide says and nothing else",
  (name, { shows, traffic, needs = [] }) => {
    const expected = Object.fromEntries(
      Object.entries(everywhere).map(([service, plain]) => [service, { ...plain, ...traffic[service as ServiceName] }]),
    );
    expect(composed([name])).toEqual({ names: [name], shows, traffic: expected, needs, setUpInbound, changed: {} });
  },
);

describe.each(names)("%s", (name) => {
  test("is data: types are all it imports, and it takes no decisions", () => {
    const text = readFileSync(`stages/${name}.ts`, "utf8");
    expect(text.match(/^import .*$/gm)).toEqual([
      expect.stringMatching(/^import type \{ (?:Route, )?Stage \} from "\.\.\/src\/stage\/stage";$/),
    ]);
    expect(text).not.toMatch(/\b(?:if|switch|for|while) \(|&&|\|\||\?\?| \? /);
  });
});

test("there is one file per stage, named after it, and the index", () => {
  const files = readdirSync("stages").map((file) => basename(file, ".ts"));
  expect(files.sort()).toEqual([...names, "index"].sort());
});

describe("parameters reach the mesh", () => {
  const front = (stage: StageName, values: ParameterValues) => composed([stage], values).traffic["front-end"];
  const http = (service: ServiceName, stage: StageName, values: ParameterValues): Partial<HttpRoute> =>
    serviceConfig(service, composed([stage], values).traffic[service], "x").virtualServices[service]?.http?.[0] ?? {};
  const policy = (stage: StageName, values: ParameterValues): TrafficPolicy | undefined =>
    composed([stage], values).traffic.catalogue.trafficPolicy;

  test.each([0, 1, 50, 100])("canaryWeight %d: both versions run, the weights add up to 100", (canaryWeight) => {
    expect(front("canary", { canaryWeight }).versions).toEqual(["v1", "v2"]);
    expect(http("front-end", "canary", { canaryWeight }).route).toEqual([
      { destination: { host: "front-end", subset: "v1" }, weight: 100 - canaryWeight },
      { destination: { host: "front-end", subset: "v2" }, weight: canaryWeight },
    ]);
  });

  test("live: v1 keeps v2 on standby", () => {
    expect(front("blue-green", { live: "v1" })).toEqual({
      versions: ["v1", "v2"],
      replicas: 1,
      routes: [{ to: "v1" }],
    });
  });

  test("headerName and headerPattern, alternatives kept together", () => {
    const values = { headerName: "x-user", headerPattern: "ann|bob" };
    expect(http("front-end", "header-routing", values).match).toEqual([
      { headers: { "x-user": { regex: ".*(?:ann|bob).*" } } },
    ]);
  });

  test("canarySticky: who bears the cookie of a version stays there, all others get one", () => {
    const { routes } = front("canary", { canaryWeight: 30, canarySticky: "true" });
    const cookies = (route: Route | undefined) =>
      Object.values(route?.headers ?? {}).map((headers) => headers.response?.add?.["set-cookie"]?.split(";")[0]);
    expect(routes.map(({ to }) => to)).toEqual(["v2", "v1", { v1: 70, v2: 30 }]);
    expect(routes.map(cookies)).toEqual([[], [], ["canary=v1", "canary=v2"]]);
    const takes = (route: Route | undefined, cookie: string) =>
      new RegExp(`^(?:${route?.match?.[0]?.headers?.["cookie"]?.regex})$`).test(cookie);
    for (const cookie of ["canary=v2", "md.sid=x; canary=v2", "canary=v2; logged_in=y", "a=b;canary=v2;c=d"]) {
      expect([cookie, takes(routes[0], cookie), takes(routes[1], cookie)]).toEqual([cookie, true, false]);
    }
    for (const cookie of ["canary=v22", "xcanary=v2", "a=canary=v2", "canary=", "md.sid=v2"]) {
      expect([cookie, takes(routes[0], cookie), takes(routes[1], cookie)]).toEqual([cookie, false, false]);
    }
  });

  const copied = (values: ParameterValues) => {
    const { traffic } = composed(["mirroring"], values);
    const { http = [] } = serviceConfig("front-end", traffic["front-end"], "x").virtualServices["front-end"] ?? {};
    return http.map(({ match, mirror, mirrorPercentage }) => [match?.[0], mirror?.subset, mirrorPercentage?.value]);
  };

  test("mirrorPercent, of what changes nothing", () => {
    expect(copied({ mirrorPercent: 25 })).toEqual([
      [{ uri: { exact: "/login" } }, undefined, undefined],
      [{ method: { regex: "GET|HEAD|OPTIONS" } }, "v2", 25],
      [undefined, undefined, undefined],
    ]);
  });

  test("mirrorMethods all, of everything", () => {
    expect(copied({ mirrorPercent: 25, mirrorMethods: "all" })).toEqual([[undefined, "v2", 25]]);
  });

  test("delay and delayPercent, abortStatus and abortPercent", () => {
    expect(http("catalogue", "delay-fault", { delay: "300ms", delayPercent: 50 }).fault).toEqual({
      delay: { fixedDelay: "300ms", percentage: { value: 50 } },
    });
    expect(http("catalogue", "abort-fault", { abortStatus: 418, abortPercent: 100 }).fault).toEqual({
      abort: { httpStatus: 418, percentage: { value: 100 } },
    });
  });

  test("replicas", () => {
    expect(composed(["load-balancing"], { replicas: 5 }).traffic.catalogue.replicas).toBe(5);
  });

  test("maxConnections and maxPendingRequests", () => {
    expect(policy("circuit-breaking", { maxConnections: 4, maxPendingRequests: 7 })?.connectionPool).toEqual({
      tcp: { maxConnections: 4 },
      http: { http1MaxPendingRequests: 7, maxRequestsPerConnection: 1 },
    });
  });

  test("retryAttempts and perTryTimeout, and retryAttempts 0 as the control needs it", () => {
    expect(http("catalogue", "retries", { retryAttempts: 5, perTryTimeout: "2s" }).retries).toMatchObject({
      attempts: 5,
      perTryTimeout: "2s",
    });
    expect(http("catalogue", "retries", { retryAttempts: 0 }).retries).toEqual({ attempts: 0 });
  });

  test("timeout", () => {
    expect(http("catalogue", "timeouts", { timeout: "1m" }).timeout).toBe("1m");
  });

  test("corsOrigin, corsMethods and corsMaxAge, at the gateway too", () => {
    const values = { corsOrigin: "http://localhost:3000", corsMethods: "PUT", corsMaxAge: "1m30s" };
    const { virtualServices } = serviceConfig("front-end", front("cors", values), "x");
    for (const name of ["front-end", "front-end-ingress"]) {
      expect(virtualServices[name]?.http?.[0]?.corsPolicy).toEqual({
        allowOrigins: [{ exact: "http://localhost:3000" }],
        allowMethods: ["PUT"],
        maxAge: "1m30s",
        unmatchedPreflights: "IGNORE",
      });
    }
  });
});

describe("stages together", () => {
  const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));
  const refusalOf = (pair: readonly string[]) => {
    try {
      composed(pair);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };

  test("those that share a field, or that could not be proven, are refused", () => {
    const refused = pairs.filter((pair) => refusalOf(pair) !== undefined).map((pair) => pair.join(","));
    expect(refused).toEqual(
      expect.arrayContaining([
        ...names.slice(1).map((name) => `baseline,${name}`),
        "blue-green,canary",
        "blue-green,header-routing",
        "blue-green,mirroring",
        "canary,header-routing",
        "canary,mirroring",
        "header-routing,mirroring",
        "delay-fault,abort-fault",
        "delay-fault,load-balancing",
        "delay-fault,circuit-breaking",
        "delay-fault,retries",
        "abort-fault,circuit-breaking",
        "abort-fault,retries",
        "circuit-breaking,retries",
        "abort-fault,timeouts",
        "circuit-breaking,timeouts",
      ]),
    );
  });

  test("a timeout that ends a call before its first try may end is refused, beside retries alone", () => {
    const values = { timeout: "900ms", perTryTimeout: "1s" };
    expect(() => composed(["retries", "timeouts"], values)).toThrow(
      'Config timeout is "900ms", shorter than perTryTimeout, which is 1s. Allowed: 1s or longer beside it. ' +
        "Type: pulumi config set timeout 1s",
    );
    expect(() => composed(["timeouts"], values)).not.toThrow();
    expect(() => composed(["retries", "timeouts"], { ...values, timeout: "1000ms" })).not.toThrow();
  });

  const atTheEntrance = ["blue-green", "canary", "header-routing", "mirroring"];
  const atCatalogue = ["delay-fault", "abort-fault", "load-balancing", "circuit-breaking", "retries"];
  test.each([
    ...atTheEntrance.flatMap((one) => atCatalogue.map((other) => [one, other])),
    ["abort-fault", "load-balancing"],
    ["load-balancing", "circuit-breaking"],
    ["load-balancing", "retries"],
    ["delay-fault", "timeouts"],
    ["load-balancing", "timeouts"],
    ["retries", "timeouts"],
    ...[...atTheEntrance, ...atCatalogue, "timeouts"].map((one) => [one, "cors"]),
    ...atTheEntrance.map((one) => [one, "timeouts"]),
    ["canary", "abort-fault", "load-balancing"],
    ["mirroring", "load-balancing", "circuit-breaking"],
  ])("%s and %s go together", (...list) => expect(refusalOf(list)).toBeUndefined());

  test("a refusal names both, the reason, and what to type, which is no circle", () => {
    for (const pair of pairs) {
      const refusal = refusalOf(pair);
      if (refusal === undefined) continue;
      const [, one = "", other = "", left = ""] =
        /^Stages (\S+) and (\S+) (?:both set|cannot be proven together:) .+\. Type: pulumi config set stage (\S+)$/.exec(
          refusal,
        ) ?? [];
      expect([one, other].sort()).toEqual([...pair].sort());
      expect(refusalOf(left.split(","))).toBeUndefined();
    }
  });

  test("what a stage says of another is of one that there is, and said once", () => {
    const said = Object.entries<Stage>(stages).flatMap(([name, { notWith = {} }]) =>
      Object.keys(notWith).map((other) => [name, other] as const),
    );
    for (const [name, other] of said) {
      expect(names.filter((known) => known !== name)).toContain(other);
      expect(said).not.toContainEqual([other, name]);
    }
  });

  const alone = names.map((name) => [name] as const);
  const compatible = pairs.filter((pair) => refusalOf(pair) === undefined);
  test.each([...alone, ...compatible].map((list) => [list.join(","), list] as const))(
    "%s: every route leads to a declared subset whose Deployment runs",
    (_, list) => {
      const { traffic } = composed(list);
      let destinations = 0;
      for (const service of Object.keys(services) as ServiceName[]) {
        const { destinationRule, virtualServices } = serviceConfig(service, traffic[service], "x");
        const declared = (destinationRule.subsets ?? []).map((subset) => subset.name);
        const running: readonly string[] = traffic[service].versions;
        for (const route of Object.values(virtualServices).flatMap((spec) => spec.http ?? [])) {
          const targets = [
            ...(route.route ?? []).map(({ destination }) => destination),
            ...(route.mirror ? [route.mirror] : []),
          ];
          for (const { host, subset } of targets) {
            expect(host).toBe(service);
            expect(declared).toContain(subset);
            expect(running).toContain(subset);
            destinations += 1;
          }
        }
      }
      // Eight services that speak HTTP, the entrance twice.
      expect(destinations).toBeGreaterThanOrEqual(9);
    },
  );

  test("two policies meet in one destination rule, and a canary beside them keeps its routes", () => {
    const { traffic } = composed(["canary", "load-balancing", "circuit-breaking"]);
    expect(Object.keys(traffic.catalogue.trafficPolicy ?? {}).sort()).toEqual([
      "connectionPool",
      "loadBalancer",
      "outlierDetection",
    ]);
    expect(traffic["front-end"].routes.flatMap(shares)).toEqual([
      ["v1", 80],
      ["v2", 20],
    ]);
  });
});
