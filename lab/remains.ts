import type { DaemonStatus } from "./status.ts";

/** The one whose end takes the mounts of all running pods along. */
export const irreplaceable = "containerd";

/** What is left of a lab that was started to its end: all of it, some, or nothing that runs, as after a restart of the machine. */
export type Remains = { left: "all" } | { left: "nothing" } | { left: "some"; ended: string[]; next: string };

/** @param daemons of the start, at least one */
export function remains(daemons: readonly DaemonStatus[]): Remains {
  const ended = daemons.filter(({ alive }) => !alive).map(({ name }) => name);
  if (ended.length === 0) return { left: "all" };
  if (ended.length === daemons.length) return { left: "nothing" };
  const next = ended.includes(irreplaceable)
    ? "npm run lab -- stop && npm run lab -- start"
    : ended.map((name) => `npm run lab -- restart ${name}`).join(" && ");
  return { left: "some", ended, next };
}
