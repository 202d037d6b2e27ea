import { inboundFilter } from "../../../../src/mesh/inbound";
import { fingerprints } from "../../../../src/mesh/marks";

const limiter = { host: "rate-limiter.shop.svc.cluster.local", port: 8081 };
const limit = { requests: 10, per: "1m30s" };
const accountLimits = { plans: { BASIC: 5, PLUS: 20 }, limiterDown: "closed" } as const;
const filters = ({ configPatches = [] }: ReturnType<typeof inboundFilter>) =>
  configPatches.map(({ patch }) => patch?.value as { name?: string; typed_config?: Record<string, unknown> });

test("without a wish, an object that changes nothing and bears no mark", () => {
  const spec = inboundFilter("catalogue", {});
  expect(spec).toEqual({ workloadSelector: { labels: { name: "catalogue" } }, priority: 10 });
  expect(fingerprints(spec)).toEqual([]);
});

test("a limit is a bucket in each pod, refilled in Envoy's notation", () => {
  const [filter] = filters(inboundFilter("catalogue", { limit }));
  expect(filter?.name).toBe("envoy.filters.http.local_ratelimit");
  expect(filter?.typed_config?.["token_bucket"]).toEqual({ max_tokens: 10, tokens_per_fill: 10, fill_interval: "90s" });
});

test("limits of accounts ask the rate limiter, through Istio's own cluster, and say what happens without it", () => {
  const spec = inboundFilter("front-end", { accountLimits }, limiter);
  const [filter, actions] = filters(spec);
  expect(filter?.typed_config).toMatchObject({
    failure_mode_deny: true,
    rate_limit_service: { grpc_service: { envoy_grpc: { cluster_name: `outbound|8081||${limiter.host}` } } },
  });
  expect(actions).toEqual({
    rate_limits: [
      {
        actions: [
          { request_headers: { header_name: "x-plan", descriptor_key: "plan" } },
          { request_headers: { header_name: "x-account", descriptor_key: "account" } },
        ],
      },
    ],
  });
  const open = inboundFilter("front-end", { accountLimits: { ...accountLimits, limiterDown: "open" } }, limiter);
  expect(filters(open)[0]?.typed_config).toMatchObject({ failure_mode_deny: false });
});

test("each change of what the proxies do is another mark", () => {
  const all = [
    inboundFilter("catalogue", { limit }),
    inboundFilter("catalogue", { limit: { ...limit, requests: 11 } }),
    inboundFilter("catalogue", { limit: { ...limit, per: "91s" } }),
    inboundFilter("front-end", { limit }),
    inboundFilter("front-end", { accountLimits }, limiter),
    inboundFilter("front-end", { accountLimits }, { ...limiter, port: 8082 }),
  ];
  const marks = all.flatMap((spec) => fingerprints(spec));
  expect(new Set(marks).size).toBe(all.length);
  expect(fingerprints(inboundFilter("catalogue", { limit }))).toEqual(marks.slice(0, 1));
});
