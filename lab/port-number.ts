import { InvalidArgumentError } from "commander";

/** Reads a port from the command line. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new InvalidArgumentError("A port is 1 to 65535.");
  return port;
}
