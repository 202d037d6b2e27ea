import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { Expectation } from "../mesh/expectation";
import type { Mesh } from "../mesh/mesh";
import { firstLine } from "./ask-cluster";
import type { ClusterAccess } from "./cluster";
import { inTurns } from "./in-turns";
import { Proxies, type Proxy, type ProxySelection } from "./proxies";
import type { Lack } from "./pod-lacks";
import { stackless } from "./stackless";
import { tellChanges } from "./tell-changes";
import { lacking, toldInListeners } from "./told";
import { whyLate } from "./why-late";

/** Istio pushes within 10 s at the latest (`PILOT_DEBOUNCE_MAX`); a proxy that is six times later is cut off. */
const deadlineMs = 60_000;
/** Within this Istio has told a proxy what is newest, so what that refuses then is not an earlier state. */
const refusalMs = 10_000;
const pauseMs = 100;
/** Pods come and go in seconds; each look for them is a question to the API server. */
const findEveryMs = 1000;
/** Questions under way at once: each has a connection through the API server to a node. */
const atOnce = 16;

export interface ServedArgs extends Pick<ProxySelection, "gatewaySelector" | "gatewayNamespace" | "services"> {
  readonly namespace: pulumi.Input<string>;
  /** Undefined where nothing is applied: then there is nothing to wait for. */
  readonly access: ClusterAccess | undefined;
}

/**
 * Settles when every proxy that is told of the mesh's objects serves them as they are deployed, and no earlier state.
 *
 * Istio reports nowhere that a change has reached the proxies, so they are asked. A program that waits for this ends
 * late enough for Pulumi to remove what is no longer declared: deletions come after the program, and a version that
 * goes away has no route to it left.
 */
export function whenServed(mesh: Mesh, { namespace, access, ...gateway }: ServedArgs): pulumi.Output<boolean> {
  if (access === undefined) return pulumi.output(false);
  return pulumi.all([namespace, mesh.expectations]).apply(async ([namespace, expectations]) => {
    const selection = { namespace, ...gateway };
    const proxies = await Proxies.open(access, selection);
    try {
      await allServe(expectations, proxies, {
        tell: (line) => pulumi.log.info(line, mesh, undefined, true),
        why: () => whyLate(access, namespace, expectations),
        whenRefused: `Type, to see what it is told: kubectl -n ${namespace} get envoyfilters. Once the one at fault is gone: pulumi up`,
      });
    } finally {
      proxies.close();
    }
    return true;
  });
}

/** Settles when every gateway shows one object as it is deployed, and no earlier state of it. */
export function whenShown(
  access: ClusterAccess,
  { namespace, ...gateway }: Pick<ProxySelection, "namespace" | "gatewaySelector" | "gatewayNamespace">,
): (expectation: Expectation) => Promise<void> {
  return async (expectation) => {
    const proxies = await Proxies.open(access, { namespace, ...gateway, services: [] });
    try {
      await allServe([expectation], proxies, {
        tell: (line) => pulumi.log.info(line, undefined, undefined, true),
        why: () => whyLate(access, namespace, [expectation]),
      });
    } finally {
      proxies.close();
    }
  };
}

interface Waiting {
  /** Is told in one line what is waited for. */
  readonly tell: (line: string) => Promise<void>;
  /** What the cluster shows of the cause, and what to type, once it is too late. */
  readonly why: () => Promise<string>;
  /** What to type where a proxy refuses filters. Default: nothing. */
  readonly whenRefused?: string;
  /** In milliseconds. Default: a minute. */
  readonly deadline?: number;
  /** After how many milliseconds a proxy that refuses what it is told is believed. Default: ten seconds. */
  readonly refusal?: number;
}

/** A proxy that does not count yet. */
interface Late {
  /** Its name, and why as far as it says so. */
  readonly what: string;
  /** Of a sidecar that listeners are asked of: what it refuses, in Envoy's words. Its namespace's objects are the cause; a gateway's may be anybody's. */
  readonly refused?: string | undefined;
}

/**
 * Asks until all proxies serve the objects. One that does is not asked again: nothing makes it go back.
 * @throws RunError when a proxy is late, or when there is no gateway
 */
export async function allServe(
  expectations: readonly Expectation[],
  proxies: Pick<Proxies, "find">,
  { tell, why, whenRefused = "", deadline = deadlineMs, refusal = refusalMs }: Waiting,
): Promise<void> {
  const start = Date.now();
  const say = tellChanges(tell);
  const done = new Set<string>();
  let found: readonly Proxy[] = [];
  let bare: Lack | undefined;
  let findAgainAt = 0;
  for (;;) {
    const waiting: string[] = [];
    const refusals: string[] = [];
    try {
      if (Date.now() >= findAgainAt) {
        ({ proxies: found, bare } = await proxies.find());
        findAgainAt = Date.now() + findEveryMs;
      }
      const open = found.filter(({ name }) => !done.has(name));
      const answers = await inTurns(open, atOnce, (proxy) => lateness(proxy, expectations));
      open.forEach(({ name }, index) => answers[index] === undefined && done.add(name));
      const late = answers.filter((answer) => answer !== undefined);
      if (Date.now() > start + refusal) refusals.push(...late.flatMap(({ refused }) => refused ?? []));
      waiting.push(...late.map(({ what }) => what));
      if (!found.some(({ kind }) => kind === "gateway")) waiting.push("an ingress gateway, of which none is ready");
    } catch (error) {
      // An API server that restarts is waited for like a proxy that is late.
      waiting.push(`the cluster, whose API does not answer (${firstLine(error)})`);
    }
    // No waiting gives a pod the sidecar that it was made without.
    if (bare !== undefined) throw stackless(`${bare.what}. Nothing was removed. Type: ${bare.next}`);
    const [refusing] = refusals;
    if (refusing !== undefined) throw stackless(`${refusing}. Nothing was removed. ${whenRefused}`);
    if (waiting.length === 0) return;
    if (Date.now() > start + deadline) throw stackless(await late(waiting, deadline, why));
    await say(`waiting for the new configuration at ${waiting.join(", ")}`);
    await delay(pauseMs);
  }
}

/** Undefined where it serves the objects. */
async function lateness(proxy: Proxy, expectations: readonly Expectation[]): Promise<Late | undefined> {
  const { name } = proxy;
  try {
    const inListeners = toldInListeners(expectations, proxy);
    const shown = await proxy.shows(inListeners);
    if (lacking(expectations, proxy, shown).length === 0) return undefined;
    // What another team's objects made a gateway refuse does not count where ours are served.
    const [refused] = shown.refused;
    if (refused === undefined) return { what: name };
    const words = firstLine({ message: refused });
    const what = `${name} (which refuses what it is told: ${words})`;
    const ofOurs = inListeners && proxy.kind === "sidecar";
    return { what, refused: ofOurs ? `${name} refuses what it is told: ${words}` : undefined };
  } catch (error) {
    return { what: `${name} (${firstLine(error)})` };
  }
}

/** At most this many are named: a mesh without its control plane is late everywhere. */
const named = 3;

async function late(waiting: readonly string[], deadline: number, why: () => Promise<string>): Promise<string> {
  const others = waiting.length > named ? ` and ${waiting.length - named} more` : "";
  return (
    `After ${deadline / 1000} s the new configuration is not served by ${waiting.slice(0, named).join(", ")}${others}. ` +
    `Nothing was removed. ${await why()}`
  );
}
