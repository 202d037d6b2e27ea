import type { Line } from "../seen/lines.ts";
import { Show } from "./show.ts";

/** What is shown once these lines have come. */
export function asOf(lines: readonly Line[]): Show {
  const show = new Show();
  for (const line of lines) show.see(line);
  return show;
}
