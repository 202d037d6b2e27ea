/** How long calls to catalogue may take while a stage is deployed, in seconds. */
export interface CallTimes {
  /** Longest that a call is held up before its first try. Default: not at all. */
  readonly heldUp?: number;
  /** Longest that one try may take. Default: for ever. */
  readonly oneTry?: number;
  /** Longest that its tries may take together, but for pauses between them. Default: for ever. */
  readonly allTries?: number;
}

/** How long they may take under all of these stages. */
export function timesUnder(beside: readonly { readonly times?: CallTimes }[]): Required<CallTimes> {
  const times = beside.map(({ times = {} }) => times);
  return {
    heldUp: Math.max(0, ...times.map(({ heldUp = 0 }) => heldUp)),
    oneTry: Math.min(...times.map(({ oneTry = Infinity }) => oneTry)),
    allTries: Math.min(...times.map(({ allTries = Infinity }) => allTries)),
  };
}
