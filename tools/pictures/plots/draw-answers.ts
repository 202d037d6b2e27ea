import { colours } from "../looks.ts";
import type { Body } from "../plot.ts";

/** A request, and how it ended. */
export interface Answered {
  /** The row that it stands in. */
  readonly who: string;
  /** When it was sent, in seconds. */
  readonly at: number;
  /** -1 stands for no answer. */
  readonly status: number;
}

interface Words {
  /** Title of the time axis. */
  readonly time: string;
  /** A point in time that is marked and named; what is answered is counted before it and after it. */
  readonly mark?: { readonly at: number; readonly text: string };
}

/** Strokes of two lengths, so that they can be told apart without colours. */
const OUTCOMES = [
  { outcome: "answered: 200", status: 200, color: colours.v1, length: 30 },
  { outcome: "refused: 429", status: 429, color: colours.v2, length: 10 },
  { outcome: "other", status: undefined, color: colours.plain, length: 20 },
] as const;

const [ANSWERED, REFUSED, OTHER] = OUTCOMES;

const outcomeOf = ({ status }: Answered) =>
  [ANSWERED, REFUSED].find((outcome) => outcome.status === status)?.outcome ?? OTHER.outcome;

/** A row for each who asks, with a stroke for each request, and how many were answered. */
export function drawAnswers(requests: readonly Answered[], { time, mark }: Words): Body {
  const rows = [...new Set(requests.map(({ who }) => who))];
  const end = Math.ceil(Math.max(...requests.map(({ at }) => at)));
  const values = requests.map((request) => ({ who: request.who, at: request.at, outcome: outcomeOf(request) }));
  const shown = OUTCOMES.filter(({ outcome }) => values.some((one) => one.outcome === outcome));
  const sums = rows.map((who) => {
    const answered = requests.filter((request) => request.who === who && request.status === ANSWERED.status);
    const before = answered.filter(({ at }) => mark === undefined || at < mark.at).length;
    const sum = mark === undefined ? `${before}` : `${before} + ${answered.length - before}`;
    return { who, sum: `${sum} answered` };
  });
  const x = { field: "at", type: "quantitative", scale: { domain: [0, end], nice: false } } as const;
  const axis = { ticks: false, domain: false, labelLimit: 0, labelPadding: 8 };
  const y = { field: "who", type: "nominal", sort: rows, title: null, axis } as const;
  const strokes = shown.map(({ outcome, length }) => ({
    data: { values: values.filter((one) => one.outcome === outcome) },
    mark: { type: "tick", thickness: 2.5, size: length, opacity: 1 },
    encoding: {
      x: { ...x, title: time, axis: { tickCount: 10 } },
      y,
      color: {
        field: "outcome",
        type: "nominal",
        title: null,
        legend: { orient: "bottom", symbolType: "square" },
        scale: { domain: shown.map(({ outcome }) => outcome), range: shown.map(({ color }) => color) },
      },
    },
  }));
  return {
    width: 440,
    height: { step: 46 },
    layer: [...(mark ? marked(mark) : []), ...strokes, counted()],
  } as unknown as Body;

  function marked(at: NonNullable<typeof mark>) {
    const data = { values: [at] };
    return [
      { data, mark: { type: "rule", color: colours.plain, strokeDash: [4, 3] }, encoding: { x } },
      { data, mark: { type: "text", baseline: "bottom", y: -4 }, encoding: { x, text: { field: "text" } } },
    ];
  }

  function counted() {
    return {
      data: { values: sums },
      mark: { type: "text", align: "left", x: "width", dx: 10 },
      encoding: { y, text: { field: "sum" } },
    };
  }
}
