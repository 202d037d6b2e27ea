import { waitUntil } from "../../../command-line/wait-until.ts";
import type { ToolPage } from "../tool-page.ts";

/** A call takes about 5 s in stage delay-fault; nothing else of the shop takes as long. In microseconds. */
const long = 4_900_000;

/** Longest that it may take until proxies have reported such a call, in milliseconds. */
const reportedWithin = 60_000;

/** The parts that are read of a span in Zipkin's API, version 2. */
interface Span {
  readonly traceId: string;
  readonly kind?: string;
}

export const zipkin: ToolPage = {
  shows: "a call of front-end's to catalogue as a trace in Zipkin, 5 s longer by stage delay-fault",
  tool: "zipkin",
  stage: "tracing,delay-fault",
  visits: [{ path: "/catalogue", rate: 1 }],
  height: 760,
  async show(page, tool, { ground }) {
    ground.say("waiting for a long trace");
    let trace: string | undefined;
    const late = new Error(`no trace of ${long / 1e6} s with both ends in ${reportedWithin / 1000} s`);
    await waitUntil(async (over) => (trace = await longTrace(tool, over)) !== undefined, {
      ...{ limit: reportedWithin, late, signal: ground.signal },
    });
    await page.goto(new URL(`/zipkin/traces/${trace}`, tool).href);
    await page.getByText("Annotation", { exact: true }).waitFor();
  },
};

/** A trace that has the caller's report of a long call, and the callee's. */
async function longTrace(tool: URL, signal: AbortSignal): Promise<string | undefined> {
  const answer = await fetch(new URL(`/api/v2/traces?minDuration=${long}&limit=20`, tool), { signal });
  const traces = (await answer.json()) as Span[][];
  const both = traces.find((spans) => ["CLIENT", "SERVER"].every((end) => spans.some(({ kind }) => kind === end)));
  return both?.[0]?.traceId;
}
