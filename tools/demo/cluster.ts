/** Where a demo runs: the lab or the user's own cluster. */
export interface Cluster {
  /** Runs a command of the talk against the cluster, on the user's terminal. @returns its exit code */
  run(command: string[]): Promise<number>;
  /** What a command prints there. */
  ask(command: string[]): Promise<string>;
  /** Where the shop answers, if that is known here. */
  url: string | undefined;
  /** Words to type before a command of the talk, for the closing hint. */
  prefix: string;
  /** Options that tell `npm run verify` the place, each with its value. */
  verifyOptions: Readonly<Record<string, string>>;
}
