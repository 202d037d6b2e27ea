import type { RateLimiterAddress } from "../mesh/inbound";
import type { Microservice, Place } from "../shop/microservice";
import type { Composition } from "../stage/compose";
import type { AccountLimits, Need } from "../stage/stage";
import type { Output, Resource } from "@pulumi/pulumi";
import { Fortio } from "./fortio";
import { Prometheus } from "./prometheus";
import { prometheusName } from "./prometheus-service";
import { rateLimiterName } from "./rate-limiter-service";
import { RateLimiter, type RateLimiterArgs } from "./rate-limiter";
import { Zipkin } from "./zipkin";
import { zipkinName } from "./zipkin-service";

/** What runs beside the shop. */
export interface Needed {
  readonly components: readonly Resource[];
  readonly microservices: readonly Microservice[];
  readonly rateLimiter?: Output<RateLimiterAddress>;
}

type Asked = Pick<Composition, "traffic" | "namespace">;

type Start = (place: Place, asked: Asked, whenShown: RateLimiterArgs["whenShown"]) => Needed;

const start: Readonly<Record<Need, Start>> = {
  fortio(place) {
    const fortio = new Fortio("fortio", place);
    return { components: [fortio], microservices: [fortio.microservice] };
  },
  prometheus(place, { namespace: { metrics } }) {
    if (metrics === undefined) throw new Error("Prometheus is told how long it keeps what it reads");
    const prometheus = new Prometheus(prometheusName, { place, metrics });
    return { components: [prometheus], microservices: [prometheus.microservice] };
  },
  "rate-limiter"(place, { traffic }, whenShown) {
    const limits = accountLimits(traffic);
    const limiter = new RateLimiter(rateLimiterName, { place, limits, whenShown });
    return { components: [limiter], microservices: limiter.microservices, rateLimiter: limiter.address };
  },
  zipkin(place) {
    const zipkin = new Zipkin(zipkinName, place);
    return { components: [zipkin], microservices: [zipkin.microservice] };
  },
};

/** Starts what the selected stages need. */
export function startNeeds(
  { needs, ...asked }: Asked & Pick<Composition, "needs">,
  place: Place,
  whenShown: RateLimiterArgs["whenShown"],
): Needed {
  const all = needs.map((need) => start[need](place, asked, whenShown));
  return Object.assign({}, ...all, {
    components: all.flatMap(({ components }) => components),
    microservices: all.flatMap(({ microservices }) => microservices),
  }) as Needed;
}

function accountLimits(traffic: Composition["traffic"]): AccountLimits {
  const [limits, ...others] = Object.values(traffic).flatMap(({ inbound }) => inbound?.accountLimits ?? []);
  if (limits === undefined || others.length > 0) throw new Error("the rate limiter takes the limits of one service");
  return limits;
}
