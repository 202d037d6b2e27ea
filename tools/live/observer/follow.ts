import type { KubeConfig, KubernetesObject } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { kubernetesClient } from "../../../src/cluster/kubernetes-client.ts";
import { BackOff } from "../back-off.ts";

/** Objects of one kind as the API server has them, by `namespace/name`. */
export type Objects<T extends KubernetesObject> = ReadonlyMap<string, T>;

/** What is called with each change: all objects, and the one that is another than before. */
type Told<T extends KubernetesObject> = (objects: Objects<T>, changed: T, phase: string) => void;

/**
 * Watches until it is stopped. A watch ends now and then by itself, and begins with all that there is.
 * @param path in the API, such as `/api/v1/namespaces/shop/pods`
 * @param state told whether the API answers, with each answer and each failure
 */
export async function follow<T extends KubernetesObject>(
  config: KubeConfig,
  path: string,
  query: Readonly<Record<string, string>>,
  told: Told<T>,
  signal: AbortSignal,
  state: (answers: boolean) => void = () => undefined,
): Promise<void> {
  const { Watch } = await kubernetesClient();
  const watch = new Watch(config);
  let known = new Map<string, T>();
  const backOff = new BackOff();
  while (!signal.aborted) {
    const seen = new Map<string, T>();
    // Of what was known, each is the same, another, or gone.
    const earlier = known;
    let stop = (): void => undefined;
    const failed = await new Promise<boolean>((ended) => {
      const change = (phase: string, object: T) => {
        const name = nameOf(object);
        if (phase === "DELETED") seen.delete(name);
        else if (phase === "ADDED" || phase === "MODIFIED") seen.set(name, object);
        else return;
        backOff.reset();
        state(true);
        known = seen;
        const before = earlier.get(name);
        earlier.delete(name);
        if (before && phase === "ADDED" && sameVersion(before, object)) return;
        told(seen, object, phase);
      };
      watch
        .watch(path, query, change, (error) => ended(isFailure(error)))
        .then(
          (request) => {
            stop = () => request.abort();
            signal.addEventListener("abort", stop, { once: true });
          },
          () => ended(true),
        );
    });
    // A watch that has ended is not to be stopped later: there are many in an hour.
    signal.removeEventListener("abort", stop);
    if (failed && !isEnded(signal)) state(false);
    await backOff.wait(signal);
  }
}

/** The API ends each watch after some minutes, which is none. */
const isFailure = (error: unknown): boolean => error !== null && error !== undefined;

/** Asked anew: while something was awaited it may have ended. */
const isEnded = (signal: AbortSignal): boolean => signal.aborted;

const nameOf = ({ metadata }: KubernetesObject): string => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;

const sameVersion = (one: KubernetesObject, other: KubernetesObject): boolean =>
  one.metadata?.resourceVersion === other.metadata?.resourceVersion;
