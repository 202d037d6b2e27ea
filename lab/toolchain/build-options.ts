/** What every step of a build is told. */
export interface BuildOptions {
  /** Told in one line what is being built and how far it is. */
  report: (line: string) => void;
  signal: AbortSignal;
}
