import type { Found, Proxy } from "../../../../src/cluster/proxies";
import type { Expectation } from "../../../../src/mesh/expectation";
import { ServedBy } from "../../../../tools/live/observer/served-by";
import type { Line } from "../../../../tools/live/seen/lines";

const object = "VirtualService/user";
const expecting = (mark: string): Expectation[] => [{ object, host: "user", marks: [mark], told: ["gateway"] }];

/** What each gateway pod shows; who is not here is not found. */
let shown: Record<string, string>;
let asked: string[];
let lines: string[];
let heard: () => void;
let open: number;
const stop = new AbortController();
afterAll(() => stop.abort());

const find = (): Promise<Found> => {
  const proxies = Object.keys(shown).map((name): Proxy => ({
    ...{ kind: "gateway", name, limited: false, labels: {} },
    shows: () => {
      asked.push(name);
      return Promise.resolve({
        marks: new Map([[object, new Set([shown[name] ?? ""])]]),
        hosts: new Set(["user"]),
        refused: [],
      });
    },
  }));
  return Promise.resolve({ proxies, bare: undefined });
};
const say = (line: Line) => {
  if (line.kind === "serving") lines.push(`${line.serving} of ${line.of}`);
  heard();
};
const until = (line: string) =>
  new Promise<void>((resolve) => {
    heard = () => {
      if (lines.includes(line)) resolve();
    };
    heard();
  });
const closed = () => expect(open).toBe(0);

let servedBy: ServedBy;
beforeEach(() => {
  [shown, asked, lines, open, heard] = [{}, [], [], 0, () => undefined];
  const proxies = () => {
    open += 1;
    return Promise.resolve({ find, forget: () => undefined, close: () => void (open -= 1) });
  };
  servedBy = new ServedBy(proxies, say, stop.signal);
});

test("all are asked until they serve, those that do not once more, and then nobody", async () => {
  shown = { "gw/a": "new", "gw/b": "old" };
  servedBy.expects(expecting("new"));
  await until("1 of 2");
  shown["gw/b"] = "new";
  await until("2 of 2");
  expect(asked).toEqual(["gw/a", "gw/b", "gw/b"]);
  closed();
});

test("a gateway that is replaced while it is looked at counts when it is there, and those that serve are not asked again", async () => {
  shown = { "pod/a": "new" };
  servedBy.expects(expecting("new"));
  await until("1 of 1");
  shown = { "pod/a": "new", "gw/b": "new" };
  servedBy.podsChanged(["gw/a"]);
  await until("2 of 2");
  expect(asked).toEqual(["pod/a", "gw/b"]);
  closed();
});

test("objects that change are asked for at all proxies, and what is answered of earlier ones does not count", async () => {
  shown = { "gw/a": "old" };
  servedBy.expects(expecting("old"));
  servedBy.expects(expecting("new"));
  await until("0 of 1");
  shown["gw/a"] = "new";
  await until("1 of 1");
  expect(lines).toEqual(["0 of 1", "1 of 1"]);
});
