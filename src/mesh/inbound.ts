import { milliseconds } from "../config/duration";
import type { AccountLimits, Inbound, RequestLimit } from "../stage/stage";
import { accountHeader, limitsDomain, planHeader } from "../needs/account-limits";
import { fingerprint } from "./fingerprint";
import type { EnvoyFilterSpec, EnvoyPatch } from "./istio";
import { fingerprintPrefix } from "./marks";

/** Where the rate limiter answers, as proxies know it. */
export interface RateLimiterAddress {
  /** `rate-limiter.sock-shop.svc.cluster.local` */
  readonly host: string;
  /** Of gRPC. */
  readonly port: number;
}

/**
 * What a service's own proxies do to the calls that arrive. Where a stage wants nothing, an object without patches: it
 * changes nothing, and what a stage before had in there is gone from the proxies before `up` ends.
 * @param limiter undefined where no stage counts over all pods
 */
export function inboundFilter(service: string, inbound: Inbound, limiter?: RateLimiterAddress): EnvoyFilterSpec {
  const spec = (mark: string): EnvoyFilterSpec => {
    const configPatches = [
      ...(inbound.limit ? [requestLimit(inbound.limit, mark)] : []),
      ...(inbound.accountLimits && limiter ? accountLimits(inbound.accountLimits, limiter, mark) : []),
    ];
    return {
      workloadSelector: { labels: { name: service } },
      // Of several objects that insert a filter the order is theirs to say, or `istioctl analyze` warns.
      priority: 10,
      ...(configPatches.length > 0 && { configPatches }),
    };
  };
  return spec(`${fingerprintPrefix}${fingerprint(spec(""))}`);
}

const extension = (name: string) => `type.googleapis.com/envoy.extensions.filters.http.${name}`;

/** Before the router, which is the last filter: what Istio itself puts there (policies, faults) comes first. */
function httpFilter(value: { name: string; typed_config: object }): EnvoyPatch {
  const filter = {
    name: "envoy.filters.network.http_connection_manager",
    subFilter: { name: "envoy.filters.http.router" },
  };
  return {
    applyTo: "HTTP_FILTER",
    match: { context: "SIDECAR_INBOUND", listener: { filterChain: { filter } } },
    patch: { operation: "INSERT_BEFORE", value },
  };
}

/** A bucket of tokens in each pod. Its proxy refills it evenly: at 10 a minute one token every six seconds. */
function requestLimit({ requests, per }: RequestLimit, mark: string): EnvoyPatch {
  // Without the two a filter is there and limits nothing.
  const always = { default_value: { numerator: 100, denominator: "HUNDRED" } };
  return httpFilter({
    name: "envoy.filters.http.local_ratelimit",
    typed_config: {
      "@type": extension("local_ratelimit.v3.LocalRateLimit"),
      stat_prefix: mark,
      token_bucket: {
        max_tokens: requests,
        tokens_per_fill: requests,
        fill_interval: `${(milliseconds(per) ?? 0) / 1000}s`,
      },
      filter_enabled: always,
      filter_enforced: always,
      enable_x_ratelimit_headers: "DRAFT_VERSION_03",
      response_headers_to_add: [
        { append_action: "OVERWRITE_IF_EXISTS_OR_ADD", header: { key: "x-local-rate-limit", value: "true" } },
      ],
    },
  });
}

/** A question to the rate limiter for each request with a plan and an account; for others, none. */
function accountLimits({ limiterDown }: AccountLimits, { host, port }: RateLimiterAddress, mark: string): EnvoyPatch[] {
  const header = (name: string, key: string) => ({ request_headers: { header_name: name, descriptor_key: key } });
  return [
    httpFilter({
      name: "envoy.filters.http.ratelimit",
      typed_config: {
        "@type": extension("ratelimit.v3.RateLimit"),
        domain: limitsDomain,
        stat_prefix: mark,
        failure_mode_deny: limiterDown === "closed",
        // By default 20 ms, which a busy machine exceeds: then requests would pass uncounted.
        timeout: "1s",
        enable_x_ratelimit_headers: "DRAFT_VERSION_03",
        rate_limit_service: {
          transport_api_version: "V3",
          // Istio's own cluster of the Service: mutual TLS comes by itself.
          grpc_service: { envoy_grpc: { cluster_name: `outbound|${port}||${host}`, authority: host } },
        },
      },
    }),
    {
      applyTo: "VIRTUAL_HOST",
      match: { context: "SIDECAR_INBOUND", routeConfiguration: { vhost: { name: "inbound|http|80" } } },
      patch: {
        operation: "MERGE",
        value: { rate_limits: [{ actions: [header(planHeader, "plan"), header(accountHeader, "account")] }] },
      },
    },
  ];
}
