/** Where a demo runs: the lab or the user's own cluster. */
export interface Cluster {
  /** Runs a command of the talk against the cluster, on the user's terminal. @returns its exit code */
  run(command: string[]): Promise<number>;
  /** Where the shop answers, if that is known here. */
  url: string | undefined;
  /** Words to type before a command of the talk, for the closing hint. */
  prefix: string;
  /** Further words for `npm run verify`. */
  verifyOptions: string[];
}
