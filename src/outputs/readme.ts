import type { Tool } from "./tools";

/** What the stack's page tells. */
export interface Page {
  /** Name of the stage, or names joined by a comma. */
  readonly stage: string;
  /** What the audience is told. */
  readonly shows: string;
  /** Address at which the shop answers. */
  readonly url: string;
  /** The command that proves the stage. */
  readonly verify: string;
  /** What the stage brought beside the shop that has pages, by name. */
  readonly tools: Readonly<Record<string, Tool>>;
  /** Stages there are, in the talk's order. */
  readonly stages: readonly string[];
}

/**
 * The stack's page, in Markdown: Pulumi shows an output of the name `readme` as such. Short, because `pulumi up` prints
 * it as well.
 */
export function readme({ stage, shows, url, verify, tools, stages }: Page): string {
  return [
    `# Sock Shop: ${stage}`,
    "",
    // A header's pattern, which the user chose, may hold what Markdown would take for its own.
    shows.replace(/[\\`*_<|[\]]/g, "\\$&"),
    "",
    `- The shop: <${url}>`,
    `- Prove it: \`${verify}\``,
    ...Object.entries(tools).map(([name, { command, page }]) => `- See [${name}](${page}): \`${command}\``),
    "- Switch: `pulumi config set stage NAME && pulumi up`",
    `- Names: ${stages.join(", ")}; several joined by a comma`,
    "",
  ].join("\n");
}
