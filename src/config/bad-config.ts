import { RunError } from "@pulumi/pulumi";

/**
 * The error for a config value that cannot be used. Pulumi prints a RunError without a stack trace.
 * @param got what the value is, quoted
 * @param allowed what it may be
 * @param next the command that puts it right
 */
export function badConfig(key: string, got: string, allowed: string, next: string): RunError {
  return new RunError(`Config ${key} is ${got}. Allowed: ${allowed}. Type: ${next}`);
}
