import { labEnvironment } from "../../lab/environment.ts";
import { insideNetwork } from "../../lab/machine/network-namespace.ts";

/** What is watched: the lab where there is no context. */
export interface Place {
  readonly context?: string;
  readonly url?: string;
  readonly tlsUrl?: string;
  readonly namespace: string;
  readonly gatewaySelector: string;
  readonly gatewayNamespace: string;
}

export const inLab = ({ context }: Place): boolean => context === undefined;

/** What a process finds that asks the cluster or the stack, beside this one's environment. */
export const environmentAt = (place: Place): Promise<Record<string, string>> =>
  inLab(place) ? labEnvironment() : Promise.resolve({});

/** A command that reaches the cluster: the lab's is in a network of its own. */
export function reaching(place: Place, command: readonly string[]): [string, ...string[]] {
  const [first = "", ...rest] = inLab(place) ? [...insideNetwork, ...command] : command;
  return [first, ...rest];
}
