import { randomUUID } from "node:crypto";
import { timesUnder } from "../call-times";
import type { Beside, Claim } from "../claim";
import { statusFilter, type StatusFilter } from "../expectation";
import { exactly, type Finding } from "../finding";
import type { Ground } from "../ground";
import { type LogLine, logLines } from "../probes/access-log";
import { asIfFound, bringCaller, soundCalls } from "../probes/calls";
import { call, type CallAnswers, ended } from "../probes/fortio";
import { RECEIVER, SIDECAR } from "../probes/places";
import { bringPrivateUpstream, inMesh } from "../probes/private-upstream";

export interface AccessLogNumbers {
  logFilter: StatusFilter;
}

export interface AccessLogReadings {
  /** To what catalogue has. */
  readonly found: CallAnswers;
  /** To what it does not have. */
  readonly missing: CallAnswers;
  /** What catalogue's proxies wrote down of these calls. */
  readonly atReceiver: readonly LogLine[];
  /** What the caller's own did. */
  readonly atCaller: readonly LogLine[];
  /** Beside a stage that ends calls: of some that hang, how they ended, and what the caller's proxy wrote down of them. */
  readonly hanging?: { readonly answers: CallAnswers; readonly atCaller: readonly LogLine[] };
}

/** Longest that a call may take that nothing holds up, in seconds. */
const PATIENCE = 15;

/** Longest that lines may take, in milliseconds: Envoy writes each second, and a log's way to the API takes its time. */
const WRITTEN = 15_000;

/** How much longer than they may take calls hang that are to be ended, in seconds. */
const HANGS_ON = 5;

/** Envoy's word for calls that a caller's own proxy ends because of a stage beside this one. */
const FLAGS: Readonly<Record<string, string>> = { "abort-fault": "FI", "circuit-breaking": "UO" };

export const accessLog: Claim<AccessLogNumbers, AccessLogReadings> = {
  stage: "access-log",
  shows: "each sidecar writes a line for each request that it carries, with its status, flags, route and upstream",
  measured: "lines of catalogue's proxies, and of the caller's own, on calls with a path that no other request has",
  expects: {
    logFilter: statusFilter("all", [200, 404], "the requests that are written down"),
  },
  requests: { usual: 20, least: 10 },
  control: () => ({ stage: "baseline", because: "no sidecar writes anything down" }),

  async measure(ground, { logFilter }, requests, beside = []) {
    const caller = await bringCaller(ground);
    const timeout = PATIENCE + timesUnder(beside).heldUp;
    const callFor = (path: string, calls: number) =>
      call(ground, caller, { url: inMesh("catalogue", path), calls, connections: calls, timeout });
    const mark = `verify-${randomUUID().slice(0, 8)}`;
    const since = Date.now();
    ground.say(`${requests} calls to catalogue for what it has, and ${requests} for what it has not`);
    const found = await callFor(`/tags?${mark}`, requests);
    const missing = await callFor(`/${mark}`, requests);
    const arrived = lines(found, 200, logFilter) + lines(missing, 404, logFilter);
    const due = arrived + written([found, missing], logFilter);
    const [atCaller = [], ...atReceiver] = await whenWritten(ground, due, async () => {
      // A proxy writes in the order in which requests end: what it has before the line of a later one is all there is.
      await callFor(`/tags?${mark}-end`, 1);
      await callFor(`/${mark}-end`, 1);
      return logLines(ground, [caller, ...(await ground.pods({ name: "catalogue" }))], mark, since);
    });
    const { allTries } = timesUnder(beside);
    return {
      ...{ found, missing, atReceiver: atReceiver.flat(), atCaller },
      ...(Number.isFinite(allTries) && { hanging: await hang(ground, logFilter, allTries, requests) }),
    };
  },

  judge({ found, missing, atReceiver, atCaller, hanging }, { logFilter }, beside = []) {
    const failures = beside.flatMap((other) => other.failures);
    const at = (where: string, what: string, expected: number, seen: readonly LogLine[]) =>
      exactly(expected, { what, where, unit: "lines", seen: seen.length, of: found.calls + missing.calls });
    const arrived = atReceiver.filter(({ status }) => status === 200 || status === 404);
    return [
      ...soundCalls(found, "what catalogue has: 200", failures),
      ...soundCalls(asIfFound(missing), "what it has not: 404", failures),
      at(RECEIVER, "with status 200", lines(found, 200, logFilter), withStatus(arrived, 200)),
      at(RECEIVER, "with status 404", lines(missing, 404, logFilter), withStatus(arrived, 404)),
      at(
        RECEIVER,
        "of these with no flag, with a route, and sent to the pod's own port",
        arrived.length,
        arrived.filter((one) => one.flags === "-" && one.route !== "-" && one.upstream.startsWith("inbound|")),
      ),
      at(SIDECAR, "of all calls that the filter lets through", written([found, missing], logFilter), atCaller),
      at(
        SIDECAR,
        "of these with the route that it took, and sent to catalogue or meant for it",
        atCaller.length,
        atCaller.filter((one) => one.route !== "-" && /^outbound\|80\|[^|]*\|catalogue\./.test(one.upstream)),
      ),
      ...flagged(atCaller, beside),
      ...(hanging ? [timedOut(hanging, logFilter)] : []),
    ];
  },
};

/** How many calls ended with a status, where the filter has them written down. */
function lines(calls: CallAnswers, status: number, filter: StatusFilter): number {
  return filter.lets(status) ? ended(calls, status) : 0;
}

/** How many calls ended with a status that the filter has written down. */
function written(all: readonly CallAnswers[], filter: StatusFilter): number {
  const counts = all.flatMap(({ statuses }) => [...statuses]).filter(([status]) => filter.lets(status));
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

const withStatus = (all: readonly LogLine[], status: number): LogLine[] => all.filter((one) => one.status === status);

/**
 * Reads again and again, each time after a later call, until as many lines are there as are due, and behind those of each pod
 * one of a later call; or until it has taken too long, and what is there is all that there will be.
 * @param read the lines by pod
 */
async function whenWritten(ground: Ground, due: number, read: () => Promise<LogLine[][]>): Promise<LogLine[][]> {
  ground.say("waiting for their lines");
  const giveUpAt = Date.now() + WRITTEN;
  let own: LogLine[][] = [];
  const isLater = ({ path }: LogLine) => path.endsWith("-end");
  await ground.until(
    "the lines of calls to catalogue",
    async () => {
      const all = await read();
      own = all.map((pod) => pod.filter((line) => !isLater(line)));
      const there = own.flat().length >= due && own.every((pod, i) => pod.length === 0 || all[i]?.some(isLater));
      return (there && all.some((pod) => pod.some(isLater))) || Date.now() > giveUpAt;
    },
    // What a stage beside this one holds up is held up here, too.
    20 * WRITTEN,
  );
  return own;
}

/** Where a stage beside this one has the caller's own proxy answer, its lines say why. */
function flagged(atCaller: readonly LogLine[], beside: readonly Beside[]): Finding[] {
  return beside.flatMap(({ stage, failures }) => {
    const flag = FLAGS[stage];
    if (flag === undefined) return [];
    const failed = atCaller.filter(({ status }) => failures.includes(status));
    const seen = failed.filter(({ flags }) => flags.split(",").includes(flag)).length;
    const what = `with status ${failures.join(" or ")}: flag ${flag}`;
    return [exactly(failed.length, { what, where: SIDECAR, unit: "lines", seen, of: failed.length })];
  });
}

/** Calls an upstream of the caller's own that answers when nobody waits any longer. */
async function hang(ground: Ground, filter: StatusFilter, limit: number, calls: number) {
  const { caller } = await bringPrivateUpstream(ground, "catalogue", "v1");
  const mark = `verify-${randomUUID().slice(0, 8)}`;
  const since = Date.now();
  const timeout = limit + HANGS_ON + PATIENCE;
  const url = (path: string) => inMesh("catalogue", path);
  ground.say(`${calls} calls to an upstream that hangs`);
  const hanging = { url: url(`/?delay=${limit + HANGS_ON}s&${mark}`), calls, connections: calls, timeout };
  const answers = await call(ground, caller, hanging);
  const [atCaller = []] = await whenWritten(ground, written([answers], filter), async () => {
    await call(ground, caller, { url: url(`/?${mark}-end`), calls: 1, timeout });
    await call(ground, caller, { url: url(`/?status=404&${mark}-end`), calls: 1, timeout });
    return logLines(ground, [caller], mark, since);
  });
  return { answers, atCaller };
}

function timedOut({ answers, atCaller }: NonNullable<AccessLogReadings["hanging"]>, filter: StatusFilter): Finding {
  const ended = withStatus(atCaller, 504).filter(({ flags }) => flags.split(",").includes("UT"));
  const what = "of calls that hang: status 504, flag UT";
  return exactly(filter.lets(504) ? answers.calls : 0, {
    ...{ what, where: SIDECAR, unit: "lines", seen: ended.length, of: answers.calls },
  });
}
