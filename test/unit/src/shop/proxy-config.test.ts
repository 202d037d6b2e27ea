import { fortioService } from "../../../../src/needs/fortio-service";
import { prometheusService } from "../../../../src/needs/prometheus-service";
import { rateLimiterService } from "../../../../src/needs/rate-limiter-service";
import { proxyConfig } from "../../../../src/shop/proxy-config";
import type { ServiceDeclaration } from "../../../../src/shop/service";
import { services } from "../../../../src/shop/services";

interface Config {
  holdApplicationUntilProxyStarts?: boolean;
  proxyStatsMatcher?: { inclusionRegexps: string[] };
}

const config = (declaration: ServiceDeclaration): Config =>
  JSON.parse(proxyConfig(declaration)["proxy.istio.io/config"] ?? "{}") as Config;

/** Whether a proxy counts it, as Envoy sees whether a whole name fits. */
const counts = (name: string) =>
  (config(services.catalogue).proxyStatsMatcher?.inclusionRegexps ?? []).some((one) =>
    new RegExp(`^(?:${one})$`).test(name),
  );

test.each([
  "cluster.inbound|80||;.upstream_rq_200",
  "cluster.inbound|80||.upstream_rq_404",
  "cluster.inbound|80||;.upstream_rq_time",
  "cluster.inbound|80||;.upstream_rq_active",
  "cluster.outbound|80|v1|catalogue.shop.svc.cluster.local;.upstream_rq_503",
  "cluster.outbound|80|v1|catalogue.shop.svc.cluster.local;.upstream_rq_pending_overflow",
])("%s is counted", (name) => expect(counts(name)).toBe(true));

test.each([
  "cluster.outbound|80|v1|catalogue.shop.svc.cluster.local;.upstream_rq_time",
  "cluster.outbound|80|v1|catalogue.shop.svc.cluster.local;.upstream_cx_total",
  "cluster.xds-grpc.upstream_rq_200",
])("%s is not, for this", (name) => expect(counts(name)).toBe(false));

test("databases' proxies are left as Istio has them, and a pod outside the mesh has none to set up", () => {
  expect(proxyConfig(services["carts-db"])).toEqual({});
  expect(proxyConfig(prometheusService(7200))).toEqual({});
});

test("what is beside the shop counts too, and waits for its proxy where it must", () => {
  expect(Object.keys(config(fortioService))).toEqual(["proxyStatsMatcher"]);
  expect(config(rateLimiterService)).toMatchObject({ holdApplicationUntilProxyStarts: true });
});
