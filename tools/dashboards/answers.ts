import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Dataquery } from "@grafana/grafana-foundation-sdk/prometheus";
import { Mistake } from "../../command-line/mistake.ts";
import type { GoldenSignals } from "./golden-signals.ts";

/** What a panel asks Prometheus. */
export interface Question {
  readonly panel: string;
  /** In PromQL, with Grafana's variables. */
  readonly query: string;
}

export interface Answer extends Question {
  /** How many series Prometheus has of it now. */
  readonly series: number;
}

/** All that a dashboard asks, in its order. */
export function questionsOf({ panels = [] }: GoldenSignals): Question[] {
  return panels.flatMap((panel) =>
    ((panel as Panel).targets ?? []).map((target) => ({
      panel: panel.title ?? "",
      query: (target as Dataquery).expr,
    })),
  );
}

/** Longest that Prometheus may take for one, in milliseconds. */
const answersWithin = 10_000;

/** Asks a Prometheus all that a dashboard would, of all services. */
export async function ask(dashboard: GoldenSignals, prometheus: URL, signal: AbortSignal): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const question of questionsOf(dashboard)) {
    const query = question.query.replaceAll("$service", ".+");
    answers.push({ ...question, series: await countSeries(query, prometheus, signal) });
  }
  return answers;
}

interface Response {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly result: readonly unknown[] };
}

async function countSeries(query: string, prometheus: URL, signal: AbortSignal): Promise<number> {
  const url = new URL("/api/v1/query", prometheus);
  url.searchParams.set("query", query);
  const within = AbortSignal.any([signal, AbortSignal.timeout(answersWithin)]);
  let response: Response;
  try {
    response = (await (await fetch(url, { signal: within })).json()) as Response;
  } catch {
    signal.throwIfAborted();
    throw new Mistake(`no Prometheus answers at ${prometheus.href}`, "npm run lab -- open prometheus");
  }
  if (response.data === undefined) throw new Mistake(`Prometheus refuses ${query}: ${response.error ?? "no reason"}`);
  return response.data.result.length;
}
