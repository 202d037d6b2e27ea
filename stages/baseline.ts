import type { Stage } from "../src/stage/stage";

export const baseline = {
  shows: () => "the whole shop on the mesh, every service at v1",
  changes: () => ({}),
} satisfies Stage;
