import type { UpProgress } from "../../engine-events/up-events.ts";

/** What a deployment says of itself, a line of JSON each. */
export type DeployLine =
  | ({ readonly kind: "progress" } & UpProgress)
  | { readonly kind: "failed"; readonly why: string }
  /** @property verify the command that proves what is deployed now */
  | { readonly kind: "done"; readonly verify: string };
