import type { RateLimiterAddress } from "../mesh/inbound";
import type { Microservice, Place } from "../shop/microservice";
import type { Composition } from "../stage/compose";
import type { AccountLimits, Need } from "../stage/stage";
import type { Output, Resource } from "@pulumi/pulumi";
import { Fortio } from "./fortio";
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

type Start = (place: Place, traffic: Composition["traffic"], whenShown: RateLimiterArgs["whenShown"]) => Needed;

const start: Readonly<Record<Need, Start>> = {
  fortio(place) {
    const fortio = new Fortio("fortio", place);
    return { components: [fortio], microservices: [fortio.microservice] };
  },
  "rate-limiter"(place, traffic, whenShown) {
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
  { needs, traffic }: Pick<Composition, "needs" | "traffic">,
  place: Place,
  whenShown: RateLimiterArgs["whenShown"],
): Needed {
  const all = needs.map((need) => start[need](place, traffic, whenShown));
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
