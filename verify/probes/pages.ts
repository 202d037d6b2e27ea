import type { Finding } from "../finding";
import { atLeast, exactly } from "../finding";
import type { Ground } from "../ground";
import { GATEWAY, VISITOR } from "./places";
import type { ShopAnswers, ShopTraffic } from "./shop-traffic";
import { sendTraffic, withStatus } from "./shop-traffic";
import type { UpstreamRequests } from "./upstream-requests";
import { countUpstream, toAll } from "./upstream-requests";

/** Pages that were asked for at the shop's entrance, and the front-ends that Envoy there sent them to. */
export interface Pages {
  readonly answers: ShopAnswers;
  readonly served: UpstreamRequests;
}

/** Asks the shop for its front page and counts, at the gateway, which subset of front-end each request went to. */
export async function askForPages(ground: Ground, traffic: Omit<ShopTraffic, "path">): Promise<Pages> {
  const { result, requests } = await countUpstream(ground, await ground.gateways(), "front-end", () =>
    visit(ground, { ...traffic, path: "/" }),
  );
  return { answers: result, served: requests };
}

/** Sends traffic to the shop and tells how far it is. */
export function visit(ground: Ground, traffic: ShopTraffic): Promise<ShopAnswers> {
  const told = (done: number) => ground.say(`${done} of ${traffic.requests} requests to ${traffic.path}`);
  const headers = { ...ground.visitor, ...traffic.headers };
  return sendTraffic(ground.url, { ...traffic, headers }, ground.signal, told);
}

/** What must hold for the figures from these pages to mean anything. */
export function soundPages(pages: Pages, what = "pages"): Finding[] {
  return [...soundAnswers(pages.answers, what), ...soundCount(pages.served, pages.answers.sent, what)];
}

/** Every request was answered, and with 200. */
export function soundAnswers(answers: ShopAnswers, what: string): Finding[] {
  const { sent, failures } = answers;
  const causes = [...failures].map(([cause, count]) => `${count} × ${cause}`);
  const others = new Set(answers.answers.map(({ status }) => status).filter((status) => status !== 200));
  const seenToo = [...others, ...causes].join(", ");
  return [
    exactly(sent, {
      what: `${what} answered with 200${seenToo && ` (also: ${seenToo})`}`,
      where: VISITOR,
      unit: "answers",
      seen: withStatus(answers, 200),
      of: sent,
      about: "measurement",
    }),
  ];
}

/** Envoy counted no less than was sent, and no counter was lost on the way. */
function soundCount({ lost, ...served }: UpstreamRequests, sent: number, what: string): Finding[] {
  const total = toAll({ lost, ...served });
  return [
    atLeast(sent, { what: `${what} counted`, where: GATEWAY, seen: total, of: sent, about: "measurement" }),
    ...soundCounters(lost, GATEWAY),
  ];
}

/** Names the counters that were lost during a measurement; nothing where none was. */
export function soundCounters(lost: readonly string[], where: string): Finding[] {
  if (lost.length === 0) return [];
  const [first] = lost;
  return [
    exactly(0, {
      what: `counters lost while measuring (${first})`,
      where,
      unit: "endpoints",
      seen: lost.length,
      of: lost.length,
      about: "measurement",
    }),
  ];
}
