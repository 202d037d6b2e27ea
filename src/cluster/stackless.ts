import { RunError } from "@pulumi/pulumi";

/** A RunError that a resource may wait for: Pulumi prints the stack of such a one. */
export const stackless = (message: string): RunError => Object.assign(new RunError(message), { stack: message });
