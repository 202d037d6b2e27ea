import type { CallAnswers } from "../../../verify/probes/fortio";
import type { Pages } from "../../../verify/probes/pages";
import type { Answer, ShopAnswers } from "../../../verify/probes/shop-traffic";
import type { UpstreamRequests } from "../../../verify/probes/upstream-requests";
import type { Finding } from "../../../verify/finding";

/** Requests by subset, each subset with one endpoint, or with the endpoints given. */
export function requests(
  subsets: Record<string, number | Record<string, number>>,
  lost: string[] = [],
): UpstreamRequests {
  const counts = Object.entries(subsets).map(([subset, count]) => {
    const endpoints = typeof count === "number" ? { [`10.0.0.1:80/${subset}`]: count } : count;
    return [subset, new Map(Object.entries(endpoints))] as const;
  });
  return { subsets: new Map(counts), lost };
}

/** Answers that all have one status and one duration, unless told otherwise. */
export function answers(count: number, each: Partial<Answer> = {}, failures: Record<string, number> = {}): ShopAnswers {
  const answer = { status: 200, seconds: 0.01, body: "", cookies: [], headers: {}, ...each };
  const all = Array.from({ length: count }, () => answer);
  const failed = Object.values(failures).reduce((sum, times) => sum + times, 0);
  return { sent: count + failed, answers: all, failures: new Map(Object.entries(failures)) };
}

/** Pages that were all answered, by the subset that they came from. */
export function pages(subsets: Record<string, number | Record<string, number>>): Pages {
  const served = requests(subsets);
  const sent = [...served.subsets.values()].flatMap((counts) => [...counts.values()]).reduce((sum, n) => sum + n, 0);
  return { answers: answers(sent), served };
}

/** Calls by status. */
export function calls(statuses: Record<number, number>, shortest = 0.001, longest = 0.01): CallAnswers {
  const counts = Object.entries(statuses).map(([status, count]) => [Number(status), count] as const);
  return { calls: counts.reduce((sum, [, count]) => sum + count, 0), statuses: new Map(counts), shortest, longest };
}

/** What the wrong figures are about. */
export function wrong(findings: readonly Finding[]): string[] {
  return findings.filter(({ holds }) => !holds).map(({ what }) => what);
}

/** Random numbers from 0 to 1 that are the same in every run: Marsaglia's xorshift with 32 bits. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
