import type { Ground, Pod } from "../ground";
import type { StatusCounts } from "./status-counts";
import { countKey } from "./status-counts";

/** Its Service, its pods' label `name`, and their container. */
const SERVICE = "prometheus";

/** What it has its proxies under. */
const JOB = "proxies";

/** Longest that it may take to read all proxies once, in milliseconds. */
const READ = 30_000;

/** A series as Prometheus answers an instant query: its value, as text, with the second that it is of. */
interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** The pod that Prometheus runs in; undefined where there is none. */
export async function prometheusPod(ground: Ground): Promise<Pod | undefined> {
  return (await ground.pods({ name: SERVICE }))[0];
}

/** Asks it, by the tool that its image brings: nobody has to reach it from outside the cluster. */
export async function query(ground: Ground, pod: Pod, expression: string): Promise<readonly Sample[]> {
  const command = ["promtool", "query", "-o", "json", "instant", "http://localhost:9090", expression];
  const { stdout, stderr, exitCode } = await ground.run(pod, SERVICE, command);
  if (exitCode !== 0) throw new Error(`Prometheus in ${pod.name} does not answer ${expression}: ${stderr.trim()}`);
  return JSON.parse(stdout) as Sample[];
}

/** What Prometheus has at a moment. */
export interface PrometheusReading {
  /** Addresses of the proxies that it reads. */
  readonly up: ReadonlySet<string>;
  readonly requests: StatusCounts;
}

/**
 * Reads what it has of requests to a service once all that has been counted by now must be in it: when each proxy has been
 * read after this moment, and the rules have been worked out after that. Where that takes too long, what is there is all
 * that there will be.
 */
export async function readPrometheus(
  ground: Ground,
  pod: Pod,
  services: readonly string[],
): Promise<PrometheusReading> {
  ground.say("waiting until Prometheus has read each proxy");
  const proxies = (await ground.sidecars()).map(({ ip }) => ip);
  const giveUpAt = Date.now() + READ;
  const after = async (what: string, moment: number, complete: (samples: readonly Sample[]) => boolean) => {
    await ground.until(
      `Prometheus to have ${what} anew`,
      async () => {
        const samples = await query(ground, pod, `timestamp(${what})`);
        const anew = complete(samples) && samples.every(({ value: [, time] }) => Number(time) > moment);
        return anew || Date.now() > giveUpAt;
      },
      2 * READ,
    );
  };
  // By its own clock: that of this machine may be another.
  const now = async () => Number((await query(ground, pod, "vector(time())"))[0]?.value[1] ?? NaN);
  await after(`up{job="${JOB}"}`, await now(), (samples) => {
    const read = new Set(samples.map(addressOf));
    return proxies.every((proxy) => read.has(proxy));
  });
  // The last of its rules, and one that there is without any request.
  await after("shop:proxies:up", await now(), (samples) => samples.length > 0);
  const up = await query(ground, pod, `up{job="${JOB}"} == 1`);
  const requests = await query(ground, pod, `shop:requests:total{service=~"${services.join("|")}"}`);
  return { up: new Set(up.map(addressOf)), requests: countsOf(requests) };
}

/** How long it keeps what it has read, as the process that runs was told, in seconds. */
export async function keptFor(ground: Ground, pod: Pod): Promise<number> {
  const { stdout, stderr, exitCode } = await ground.run(pod, SERVICE, ["cat", "/proc/1/cmdline"]);
  if (exitCode !== 0) throw new Error(`${pod.name} does not show how Prometheus was started: ${stderr.trim()}`);
  return Number(/--storage\.tsdb\.retention\.time=(\d+)s/.exec(stdout)?.[1] ?? NaN);
}

/** Adds up what is counted for each pod of a version. */
export function countsOf(samples: readonly Sample[]): StatusCounts {
  const counts = new Map<string, number>();
  for (const { metric, value } of samples) {
    const { service = "", version = "", code = "" } = metric;
    const key = countKey({ service, version, status: Number(code) });
    counts.set(key, (counts.get(key) ?? 0) + Number(value[1]));
  }
  return counts;
}

const addressOf = ({ metric }: Sample): string => metric["instance"]?.split(":")[0] ?? "";
