/**
 * Options with which Node runs TypeScript, in one process. tsx's own command is another beside it, which kills the
 * program where it is too busy to answer a Ctrl-C within 60 ms: what it has brought then stays.
 */
export const withTypeScript: readonly string[] = ["--import", import.meta.resolve("tsx")];
