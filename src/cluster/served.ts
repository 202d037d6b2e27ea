import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterAccess } from "./cluster";
import type { Mesh } from "../mesh/mesh";
import { firstLine } from "./ask-cluster";
import { findProxies, type Proxy, type ProxySelection } from "./proxies";
import { routeNamesIn, servesExactly } from "./route-names";

/** Istio pushes within 10 s at the latest (`PILOT_DEBOUNCE_MAX`); a proxy that is six times later is cut off. */
const deadlineMs = 60_000;
const pauseMs = 100;

export interface ServedArgs extends Omit<ProxySelection, "namespace"> {
  readonly namespace: pulumi.Input<string>;
  /** Undefined where nothing is applied: then there is nothing to wait for. */
  readonly access: ClusterAccess | undefined;
}

/**
 * Settles when every proxy of the cluster serves the mesh's routes and no earlier ones.
 *
 * Istio reports nowhere that a change has reached the proxies, so they are asked. A program that waits for this ends
 * late enough for Pulumi to remove what is no longer declared: deletions come after the program, and a version that
 * goes away has no route to it left.
 */
export function whenServed(mesh: Mesh, { namespace, access, ...gateway }: ServedArgs): pulumi.Output<boolean> {
  if (access === undefined) return pulumi.output(false);
  const applied = pulumi.all(mesh.virtualServices.map((virtualService) => virtualService.id));
  return pulumi.all([namespace, applied]).apply(async ([namespace]) => {
    const tell = (line: string) => pulumi.log.info(line, mesh, undefined, true);
    await allServe(mesh.routes, () => findProxies(access, { namespace, ...gateway }), tell);
    return true;
  });
}

type Routes = Readonly<Record<Proxy["kind"], ReadonlySet<string>>>;

/**
 * Asks until all proxies serve the routes.
 * @param find the proxies as they are now: a pod that was replaced meanwhile no longer answers
 * @param tell is told in one line what is waited for
 * @throws RunError when a proxy is late, or when there is no gateway
 */
export async function allServe(
  routes: Routes,
  find: () => Promise<readonly Proxy[]>,
  tell: (line: string) => Promise<void>,
  deadline = deadlineMs,
): Promise<void> {
  const end = Date.now() + deadline;
  for (;;) {
    // An API server that restarts is waited for like a proxy that is late.
    const waiting = await find().then(
      (proxies) => behind(proxies, routes),
      (error: unknown) => [`the cluster, whose API does not answer (${firstLine(error)})`],
    );
    if (waiting.length === 0) return;
    if (Date.now() > end) throw late(waiting, deadline);
    await tell(`waiting for the new routes at ${waiting.join(", ")}`);
    await delay(pauseMs);
  }
}

/** What does not serve the routes yet, in words. */
async function behind(proxies: readonly Proxy[], routes: Routes): Promise<string[]> {
  const answers = await Promise.all(proxies.map((proxy) => lateness(proxy, routes[proxy.kind])));
  const gateways = proxies.some(({ kind }) => kind === "gateway") ? [] : ["an ingress gateway, of which none is ready"];
  return [...gateways, ...answers.flat()];
}

/** The proxy's name, with the reason where it gives no answer; nothing where it serves the routes. */
async function lateness({ name, dumpRoutes }: Proxy, routes: ReadonlySet<string>): Promise<string[]> {
  try {
    return servesExactly(routeNamesIn(await dumpRoutes()), routes) ? [] : [name];
  } catch (error) {
    return [`${name} (${firstLine(error)})`];
  }
}

/** At most this many are named: a mesh without its control plane is late everywhere. */
const named = 3;

function late(waiting: readonly string[], deadline: number): pulumi.RunError {
  const others = waiting.length > named ? ` and ${waiting.length - named} more` : "";
  const message =
    `After ${deadline / 1000} s the new routes are not served by ${waiting.slice(0, named).join(", ")}${others}. ` +
    "Nothing was removed. Type: istioctl proxy-status. When all are in sync: pulumi up";
  // Pulumi prints the stack of an error that a resource has waited for.
  return Object.assign(new pulumi.RunError(message), { stack: message });
}
