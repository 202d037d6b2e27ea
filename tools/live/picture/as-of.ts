import type { Line } from "../seen/lines.ts";
import { Show } from "./show.ts";

/** What is shown once these lines have come, with a second's step of the timeline for each of their seconds. */
export function asOf(lines: readonly Line[]): Show {
  const show = new Show();
  let second = lines[0]?.at ?? 0;
  for (const line of lines) {
    for (; second < line.at; second += 1000) show.tick(second);
    show.see(line);
  }
  return show;
}
