import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { SteadyLoad } from "../../../verify/tour/steady-load.ts";
import { colours } from "../looks.ts";
import { plot, type Body } from "../plot.ts";

interface Rows {
  /** Seconds since the load began, at which `pulumi up` ran. */
  readonly switches: readonly { to: string; from: number; until: number }[];
  readonly requests: readonly Request[];
}

interface Request {
  readonly path: string;
  /** When it was sent, in seconds since the load began. */
  readonly at: number;
  /** Until its last byte, in milliseconds. */
  readonly ms: number;
  readonly outcome: string;
}

/** front-end asks catalogue for the one, and nobody for the other. */
const STREAMS = [
  { path: "/catalogue", rate: 4 },
  { path: "/", rate: 4 },
];

/** How long each stage is looked at, in milliseconds. */
const LOOK = 8000;

const WHAT: Readonly<Record<string, string>> = { "/catalogue": "a request to catalogue", "/": "the front page" };

export const delayFault = plot<Rows>({
  shows: "how long catalogue's answers and front pages take while delay-fault is switched on and off",
  how: "4 requests a second each to /catalogue, for which front-end calls catalogue, and to /; times at the visitor",
  async measure({ ground, deploy }) {
    await deploy("baseline");
    const requests: Request[] = [];
    const switches: Rows["switches"][number][] = [];
    const start = performance.now();
    const since = (time: number) => Math.round(time - start) / 1000;
    const load = new SteadyLoad(ground.url, STREAMS, ground.signal, ({ path, at, until, outcome }) => {
      requests.push({ path, at: since(at), ms: Math.round((until - at) * 10) / 10, outcome });
    });
    try {
      await pause(LOOK, undefined, { signal: ground.signal });
      for (const to of ["delay-fault", "baseline"]) {
        ground.say(`switching to ${to} under load`);
        const from = since(performance.now());
        await deploy(to);
        switches.push({ to, from, until: since(performance.now()) });
        await pause(LOOK, undefined, { signal: ground.signal });
      }
      await load.mark().settled();
    } finally {
      load.stop();
    }
    return { switches, requests: requests.sort((one, other) => one.at - other.at) };
  },
  draw({ switches, requests }) {
    const failed = requests.filter(({ outcome }) => outcome !== "200").length;
    const x = { field: "at", type: "quantitative", scale: { nice: false } } as const;
    const bands = {
      data: { values: switches.map(({ to, from, until }) => ({ at: from, until, to: `up: ${to}` })) },
      encoding: { x, x2: { field: "until" } },
    };
    const points = requests.map(({ path, at, ms }) => ({ at, ms, what: WHAT[path] }));
    const spec = {
      width: 620,
      height: 280,
      layer: [
        { ...bands, mark: { type: "rect", color: colours.faint, opacity: 0.7 } },
        {
          data: { values: points },
          mark: { type: "point", filled: true, size: 16, opacity: 0.9 },
          encoding: {
            x: { ...x, title: "sent at, in seconds" },
            y: {
              field: "ms",
              type: "quantitative",
              scale: { type: "log", domain: [0.5, 10_000] },
              axis: { values: [1, 10, 100, 1000, 5000], format: ",d" },
              title: "answered after, in ms",
            },
            color: {
              field: "what",
              title: null,
              legend: { orient: "bottom" },
              scale: { domain: Object.values(WHAT), range: [colours.v2, colours.v1] },
            },
          },
        },
        {
          ...bands,
          mark: { type: "text", align: "left", baseline: "bottom", y: -4 },
          encoding: { x, text: { field: "to" } },
        },
      ],
    } as unknown as Body;
    return {
      title: "How long answers take while delay-fault comes and goes",
      caption: `${requests.length} requests, ${failed} failed; timed at the visitor.`,
      spec,
    };
  },
});
