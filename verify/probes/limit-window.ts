import { setTimeout as delay } from "node:timers/promises";
import type { Ground } from "../ground";
import { visit } from "./pages";

/** Least that must be left of a minute before something is counted in it, in seconds: what one step may take. */
const ROOM = 15;

/**
 * Waits until there is room in the rate limiter's minute, which is the wall clock's: over its end counts start anew. What is
 * left of it the limiter says in its answer to a request of an account that nobody else has.
 */
export async function roomInMinute(ground: Ground, headers: Readonly<Record<string, string>>): Promise<void> {
  const { answers } = await visit(ground, { path: "/", requests: 1, headers });
  const left = Number(answers[0]?.headers["x-ratelimit-reset"]);
  // No limit, no header: then there is nothing to wait for.
  if (!(left < ROOM)) return;
  ground.say(`waiting ${left + 1} s for the rate limiter's next minute`);
  await delay((left + 1) * 1000, undefined, { signal: ground.signal });
}
