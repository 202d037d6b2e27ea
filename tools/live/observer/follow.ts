import type { KubeConfig, KubernetesObject } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { kubernetesClient } from "../../../src/cluster/kubernetes-client.ts";
import { BackOff } from "../back-off.ts";
import type { Watched } from "./watched.ts";

/** Objects of one kind as the API server has them, by `namespace/name`. */
export type Objects<T extends KubernetesObject> = ReadonlyMap<string, T>;

type Phase = "ADDED" | "MODIFIED" | "DELETED";

/** What is called with each change: all objects, and the one that is another than before. */
type Told<T extends KubernetesObject> = (objects: Objects<T>, changed: T, phase: Phase) => void;

/**
 * Watches until it is stopped. A watch ends now and then by itself: then all are listed anew, since no watch tells what
 * was deleted before it began.
 * @param state told whether the API answers, with each watch that begins and each failure
 */
export async function follow<T extends KubernetesObject>(
  config: KubeConfig,
  { path, query, list }: Watched<T>,
  told: Told<T>,
  signal: AbortSignal,
  state: (answers: boolean) => void = () => undefined,
): Promise<void> {
  const { Watch } = await kubernetesClient();
  const watch = new Watch(config);
  const known = new Map<string, T>();
  const backOff = new BackOff();
  const tell = (phase: Phase, object: T) => {
    backOff.reset();
    if (phase === "DELETED") known.delete(nameOf(object));
    else known.set(nameOf(object), object);
    told(known, object, phase);
  };

  while (!signal.aborted) {
    let stop = (): void => undefined;
    const failed = await new Promise<boolean>((ended) => {
      let over = false;
      const end = (error: unknown) => {
        over = true;
        ended(isFailure(error));
      };
      const begin = async () => {
        const { items, metadata } = await list();
        for (const [phase, object] of differences(known, items)) tell(phase, object);
        const change = (phase: string, object: T) => {
          if (isPhase(phase)) tell(phase, object);
        };
        const from = { ...query, resourceVersion: metadata?.resourceVersion };
        const request = await watch.watch(path, from, change, end);
        stop = () => request.abort();
        if (isEnded(signal)) stop();
        signal.addEventListener("abort", stop, { once: true });
        if (!isOver()) state(true);
      };
      const isOver = () => over;
      begin().catch(end);
    });
    // A watch that has ended is not to be stopped later: there are many in an hour.
    signal.removeEventListener("abort", stop);
    if (failed && !isEnded(signal)) state(false);
    await backOff.wait(signal);
  }
}

function differences<T extends KubernetesObject>(known: Objects<T>, items: readonly T[]): [Phase, T][] {
  const now = new Map(items.map((object) => [nameOf(object), object]));
  const gone = [...known].filter(([name]) => !now.has(name));
  const others = [...now].filter(([name, object]) => !sameVersion(known.get(name), object));
  return [
    ...gone.map(([, object]): [Phase, T] => ["DELETED", object]),
    ...others.map(([name, object]): [Phase, T] => [known.has(name) ? "MODIFIED" : "ADDED", object]),
  ];
}

const isPhase = (text: string): text is Phase => text === "ADDED" || text === "MODIFIED" || text === "DELETED";

/** The API ends each watch after some minutes, which is none. */
const isFailure = (error: unknown): boolean => error !== null && error !== undefined;

/** Asked anew: while something was awaited it may have ended. */
const isEnded = (signal: AbortSignal): boolean => signal.aborted;

const nameOf = ({ metadata }: KubernetesObject): string => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;

const sameVersion = (one: KubernetesObject | undefined, other: KubernetesObject): boolean =>
  one !== undefined && one.metadata?.resourceVersion === other.metadata?.resourceVersion;
