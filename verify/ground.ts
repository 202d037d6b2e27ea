import type { JWK } from "jose";
import type { DestinationRule } from "./probes/private-destination";
import type { TemporaryPod } from "./probes/temporary-pod";
import type { Labels, ServiceEntrance } from "./selection";

/** A running pod. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly ip: string;
}

/** What a program said, and how it ended. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * What a claim stands on: the shop's entrance and the cluster behind it, with no more than a claim needs. All effects of a
 * claim go through here, so that the rest can be tested without a cluster.
 */
export interface Ground {
  /** The shop's address, as a visitor has it. */
  readonly url: URL;
  /** The shop's namespace. */
  readonly namespace: string;
  /** What a visitor sends with each request to be let in. */
  readonly visitor: Readonly<Record<string, string>>;
  /** Aborted when the run is to stop; every wait and every request ends with it. */
  readonly signal: AbortSignal;
  /** Tells what is being done. */
  say(progress: string): void;

  /** What visitors' tokens are signed with. */
  signingKey(): Promise<JWK>;
  /** Who vouches for the gateway's certificate, in PEM; undefined where the stack has none. */
  certificateAuthority(): Promise<string | undefined>;
  /** The ingress gateway's running pods, in whichever namespace. */
  gateways(): Promise<Pod[]>;
  /** The shop's running pods with these labels. */
  pods(labels: Labels): Promise<Pod[]>;
  /** The running pods of the shop's namespace that have a sidecar; others may live there too. */
  sidecars(): Promise<Pod[]>;
  service(name: string): Promise<ServiceEntrance>;
  /** The DestinationRule without a workload selector that is deployed for a Service of the shop. */
  destinationRule(service: string): Promise<DestinationRule>;

  /** What Envoy's admin interface answers to a GET, in that pod's proxy. */
  envoy(pod: Pod, path: string): Promise<string>;
  /** What that pod's proxy has written to its output in the last seconds. */
  proxyLog(pod: Pod, seconds: number): Promise<string>;
  /** Runs a program in a pod's container. */
  run(pod: Pod, container: string, command: readonly string[]): Promise<Output>;

  /** Pods for the length of one claim, in the shop's namespace, ready when this returns. */
  bring(wishes: readonly TemporaryPod[]): Promise<Pod[]>;
  /** A DestinationRule for the length of one claim; it goes with `owner`, one of the pods that `bring` gave. */
  lay(rule: DestinationRule, owner: Pod): Promise<void>;
  /** Waits until something that the cluster does by itself has happened; an error that names it after `limit` milliseconds. */
  until(what: string, condition: () => Promise<boolean>, limit?: number): Promise<void>;
}
