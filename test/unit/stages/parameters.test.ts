import type { HttpRoute, TrafficPolicy } from "../../../src/mesh/istio";
import { serviceConfig } from "../../../src/mesh/traffic";
import type { ParameterValues } from "../../../src/config/parameter";
import type { ServiceName } from "../../../src/shop/services";
import type { Route } from "../../../src/stage/stage";
import { composed, type StageName } from "./composed";

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
      { headers: { "x-user": { regex: ".*(?:ann|bob).*" } }, statPrefix: "front-end-to-v2" },
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
    return http.map(({ match, mirror, mirrorPercentage }) => {
      // By whose name the proxies count is another matter.
      const { statPrefix, ...rest } = match?.[0] ?? {};
      expect(statPrefix).toMatch(/^front-end-to-/);
      return [rest, mirror?.subset, mirrorPercentage?.value];
    });
  };

  test("mirrorPercent, of what changes nothing", () => {
    expect(copied({ mirrorPercent: 25 })).toEqual([
      [{ uri: { exact: "/login" } }, undefined, undefined],
      [{ method: { regex: "GET|HEAD|OPTIONS" } }, "v2", 25],
      [{}, undefined, undefined],
    ]);
  });

  test("mirrorMethods all, of everything", () => {
    expect(copied({ mirrorPercent: 25, mirrorMethods: "all" })).toEqual([[{}, "v2", 25]]);
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
