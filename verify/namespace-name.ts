import { InvalidArgumentError } from "commander";

/** Reads the name of a namespace off a command line, before anything is done with it. */
export function namespaceName(text: string): string {
  if (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) return text;
  throw new InvalidArgumentError("It is the name of a namespace (a-z, 0-9, - inside, at most 63).");
}
