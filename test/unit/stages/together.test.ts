import { shares } from "../../../src/stage/compose";
import { serviceConfig } from "../../../src/mesh/traffic";
import type { ServiceName } from "../../../src/shop/services";
import { services } from "../../../src/shop/services";
import type { Stage } from "../../../src/stage/stage";
import { stages } from "../../../stages";
import { composed, names } from "./composed";

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
        "abort-fault,local-rate-limit",
        "circuit-breaking,local-rate-limit",
        "retries,local-rate-limit",
        "timeouts,local-rate-limit",
        "mirroring,global-rate-limit",
        "circuit-breaking,timeouts",
        ...["blue-green", "canary", "jwt", "authorization"].map((one) => `${one},gateway-tls`),
        "gateway-tls,metrics",
        ...["blue-green", "canary", "header-routing", "mirroring"].map((name) => `${name},jwt-routing`),
        ...["mirroring", "gateway-tls"].map((one) => `${one},tracing`),
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
    ...[...atTheEntrance, "delay-fault", "load-balancing", "cors"].map((one) => [one, "local-rate-limit"]),
    ...["canary", "retries", "timeouts", "cors", "local-rate-limit"].map((one) => [one, "global-rate-limit"]),
    ...[...atTheEntrance, ...atCatalogue, "cors", "authorization", "mutual-tls"].map((one) => [one, "jwt"]),
    ...[...atCatalogue, "timeouts", "cors", "mutual-tls", "authorization", "jwt"].map((one) => [one, "jwt-routing"]),
    ...names.filter((name) => !["baseline", "egress"].includes(name)).map((one) => [one, "egress"]),
    ...["abort-fault", "load-balancing", "circuit-breaking", "retries", "mutual-tls"].map((one) => [
      one,
      "gateway-tls",
    ]),
    ...names.filter((name) => !["baseline", "access-log"].includes(name)).map((one) => [one, "access-log"]),
    ...names.filter((name) => !["baseline", "gateway-tls", "metrics"].includes(name)).map((one) => [one, "metrics"]),
    ...names
      .filter((name) => !["baseline", "mirroring", "gateway-tls", "tracing"].includes(name))
      .map((one) => [one, "tracing"]),
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
