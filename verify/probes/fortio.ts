import type { Ground, Pod } from "../ground";

/** Calls that fortio makes from inside the mesh. */
export interface Calls {
  readonly url: string;
  readonly calls: number;
  /** Connections at once, each with one call under way. Default 1. */
  readonly connections?: number;
  /** Default GET. */
  readonly method?: string;
  /** Sent with each call. Default: none of one's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest that one call may take, in seconds. Default 15. */
  readonly timeout?: number;
}

/** What came of them. */
export interface CallAnswers {
  readonly calls: number;
  /** How many calls ended with each status; -1 stands for a call that no answer came to. */
  readonly statuses: ReadonlyMap<number, number>;
  /** In seconds. */
  readonly shortest: number;
  readonly longest: number;
}

/** The part that is read of the JSON that `fortio load -json -` prints. */
interface FortioResult {
  RetCodes: Record<string, number>;
  DurationHistogram: { Count: number; Min: number; Max: number };
}

const CONTAINER = "fortio";

/** Makes the calls from a pod that has a container named fortio, as fast as the answers come. */
export async function call(ground: Ground, from: Pod, calls: Calls): Promise<CallAnswers> {
  const output = await ground.run(from, CONTAINER, ["fortio", "load", ...loadArguments(calls), "-quiet", calls.url]);
  if (output.exitCode !== 0) throw new Error(`fortio in ${from.name} ended with ${output.exitCode}: ${output.stderr}`);
  return parseResult(output.stdout);
}

function loadArguments({ calls, connections = 1, method, headers = {}, timeout = 15 }: Calls): string[] {
  const load = ["-c", String(connections), "-n", String(calls), "-qps", "0", "-timeout", `${timeout}s`];
  const sent = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  // Without -allow-initial-errors a first answer that is no 200 ends fortio.
  return ["-json", "-", ...load, ...(method ? ["-X", method] : []), ...sent, "-allow-initial-errors"];
}

/** Reads the JSON that `fortio load -json -` prints. */
export function parseResult(json: string): CallAnswers {
  const { RetCodes, DurationHistogram } = JSON.parse(json) as FortioResult;
  return {
    calls: DurationHistogram.Count,
    statuses: new Map(Object.entries(RetCodes).map(([status, count]) => [Number(status), count])),
    shortest: DurationHistogram.Min,
    longest: DurationHistogram.Max,
  };
}

/** What came of several runs, as if they had been one. */
export function sumOf(runs: readonly CallAnswers[]): CallAnswers {
  const statuses = new Map<number, number>();
  for (const run of runs) {
    for (const [status, count] of run.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count);
  }
  return {
    calls: runs.reduce((sum, { calls }) => sum + calls, 0),
    statuses,
    shortest: Math.min(...runs.map(({ shortest }) => shortest)),
    longest: Math.max(...runs.map(({ longest }) => longest)),
  };
}

/** How many calls ended with this status. */
export function ended(answers: CallAnswers, status: number): number {
  return answers.statuses.get(status) ?? 0;
}

/** The answers' statuses and how many of them bore a header. */
export interface HeaderCount {
  readonly status: number;
  readonly answers: number;
  readonly withHeader: number;
}

/** Makes the calls and counts, for each status, the answers that carry this header. */
export async function callForHeader(ground: Ground, from: Pod, calls: Calls, header: string): Promise<HeaderCount[]> {
  // fortio's results know no headers; at level debug its standard client logs the head of each answer.
  const log = ["-stdclient", "-loglevel", "debug"];
  const output = await ground.run(from, CONTAINER, ["fortio", "load", ...loadArguments(calls), ...log, calls.url]);
  if (output.exitCode !== 0) throw new Error(`fortio in ${from.name} ended with ${output.exitCode}`);
  return countHeader(output.stderr, header);
}

/** Counts a header in the log of a fortio run at level debug, which has each answer's head in one line. */
export function countHeader(log: string, header: string): HeaderCount[] {
  const counts = new Map<number, { answers: number; withHeader: number }>();
  for (const line of log.split("\n")) {
    const status = /received:\\nHTTP\/\d(?:\.\d)? (\d{3})/.exec(line)?.[1];
    if (status === undefined) continue;
    const count = counts.get(Number(status)) ?? { answers: 0, withHeader: 0 };
    counts.set(Number(status), count);
    count.answers += 1;
    if (line.toLowerCase().includes(`\\r\\n${header.toLowerCase()}: `)) count.withHeader += 1;
  }
  return [...counts].map(([status, count]) => ({ status, ...count }));
}

/**
 * The body of one answer. Empty where none came, or one with another status than 200.
 * @param options of fortio's: `-stdclient` for answers of more than some hundred kilobytes
 */
export async function bodyOf(ground: Ground, from: Pod, url: string, options: readonly string[] = []): Promise<string> {
  const { stdout, exitCode } = await ground.run(from, CONTAINER, ["fortio", "curl", "-quiet", ...options, url]);
  return exitCode === 0 ? stdout : "";
}

/** Connections that fortio opens to a port that is no HTTP, each to send a text and wait for an answer. */
export interface TcpCalls {
  /** `session-db:6379` */
  readonly address: string;
  readonly calls: number;
  readonly text: string;
}

/** What came of them. */
export interface TcpAnswers {
  readonly calls: number;
  /** Connections over which something came back. */
  readonly answered: number;
  /** Connections that were closed instead. */
  readonly closed: number;
}

export async function callTcp(ground: Ground, from: Pod, { address, calls, text }: TcpCalls): Promise<TcpAnswers> {
  const load = ["-c", "1", "-n", String(calls), "-qps", "0", "-timeout", "5s", "-payload", text];
  const command = ["fortio", "load", "-json", "-", ...load, "-allow-initial-errors", "-quiet", `tcp://${address}`];
  const output = await ground.run(from, CONTAINER, command);
  if (output.exitCode !== 0) throw new Error(`fortio in ${from.name} ended with ${output.exitCode}: ${output.stderr}`);
  return parseTcp(output.stdout);
}

/** Reads fortio's JSON. It expects an echo; that an answer is another text is as good here. */
export function parseTcp(json: string): TcpAnswers {
  const { RetCodes, DurationHistogram } = JSON.parse(json) as FortioResult;
  const count = (...outcomes: string[]) => outcomes.reduce((sum, outcome) => sum + (RetCodes[outcome] ?? 0), 0);
  return {
    calls: DurationHistogram.Count,
    answered: count("OK", "read not echoing writes"),
    closed: count("short read"),
  };
}
