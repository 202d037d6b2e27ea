import type { Ground, Pod } from "../ground";

/** Envoy's `--drain-time-s` is 45 s unless a mesh says otherwise; twice that is waited for. */
const LIMIT = 90_000;

/**
 * Waits until no proxy of these pods serves connections under filters that it had before. One request on each of them is
 * still answered so, for up to 45 s after a switch. Other proxies let go of theirs by themselves (`idleTimeout`); a pod's own
 * application, whose calls its proxy takes, keeps them.
 */
export async function untilDrained(ground: Ground, pods: readonly Pod[]): Promise<void> {
  const isDrained = async (pod: Pod) =>
    parseDraining(await ground.envoy(pod, "stats?filter=listener_manager.total_.*_draining")) === 0;
  const all = async () => (await Promise.all(pods.map(isDrained))).every(Boolean);
  if (await all()) return;
  ground.say("waiting for connections from before the switch to end, up to 45 s");
  await ground.until("connections from before the switch to end", all, LIMIT);
}

/** How many listeners and filter chains Envoy is letting go of, by its answer to `/stats`. */
export function parseDraining(stats: string): number {
  const counts = [...stats.matchAll(/^listener_manager\.total_(?:filter_chains|listeners)_draining: (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
