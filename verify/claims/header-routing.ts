import { Mistake } from "../../command-line/mistake";
import type { Claim } from "../claim";
import { exactly } from "../finding";
import { headerText } from "../expectation";
import type { Pages } from "../probes/pages";
import { askForPages, soundPages } from "../probes/pages";
import { GATEWAY } from "../probes/places";
import { toAll, toSubset } from "../probes/upstream-requests";
import type { Subset } from "../shop";

export interface HeaderRoutingNumbers {
  headerName: string;
  headerPattern: string;
  headerValue: string;
}

/** Visitors of one kind: what they send in the header, and where they belong. */
interface Visitors {
  readonly who: string;
  /** Undefined where they send no such header. */
  readonly value: string | undefined;
  readonly subset: Subset;
}

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

/** All kinds of visitors; the first is one that the route picks out. A Mistake where nobody knows such a one. */
function visitors({ headerPattern, headerValue }: HeaderRoutingNumbers): Visitors[] {
  const subsetOf = (value: string) => (matches(headerPattern, value) ? "v2" : "v1");
  // A value that was asked for is taken at its word. A pattern of plain letters matches itself.
  const usual = [FIREFOX, headerPattern].find((value) => subsetOf(value) === "v2");
  const chosen = headerValue === FIREFOX ? usual : headerValue;
  if (chosen === undefined) {
    throw new Mistake(
      `--expect headerPattern=${headerPattern} does not match "${headerValue}"\n` +
        "give a value of the header that it matches as well: --expect headerValue=VALUE",
    );
  }
  const others = { Chrome: CHROME, curl: "curl/8.5.0" };
  return [
    { who: chosen === FIREFOX ? "Firefox" : `"${chosen}"`, value: chosen, subset: "v2" },
    ...Object.entries(others).map(([who, value]): Visitors => ({ who, value, subset: subsetOf(value) })),
    { who: "no such header", value: undefined, subset: "v1" },
  ];
}

/** As Envoy's engine would say, for a pattern that JavaScript's reads alike; with others, a value has to be given. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    // A pattern that only Envoy's engine reads.
    return false;
  }
}

export const headerRouting: Claim<HeaderRoutingNumbers, ReadonlyMap<string, Pages>> = {
  stage: "header-routing",
  shows: "Firefox users are on v2, all others on v1",
  measured: "front pages by subset, at the gateway, for Firefox, Chrome, curl and no user agent",
  expects: {
    headerName: headerText("user-agent", "name", "the header that decides"),
    headerPattern: headerText("Firefox", "value", "what it contains, as a regular expression, where v2 answers"),
    headerValue: headerText(FIREFOX, "value", "a value of it that leads to v2"),
  },
  requests: { usual: 1000, least: 100 },
  control: () => ({ stage: "baseline", because: "Firefox users are on v1 too" }),

  async measure(ground, numbers, requests) {
    const { headerName } = numbers;
    const all = visitors(numbers);
    const pages = new Map<string, Pages>();
    // One kind after the other: counted together, nobody could tell whose page came from where.
    for (const { who, value } of all) {
      const headers = value === undefined ? {} : { [headerName]: value };
      pages.set(who, await askForPages(ground, { requests: Math.ceil(requests / all.length), headers }));
    }
    return pages;
  },

  judge(pages, numbers) {
    return visitors(numbers).flatMap(({ who, subset }) => {
      const theirs = pages.get(who);
      if (theirs === undefined) throw new Error(`no pages were asked for as ${who}`);
      const of = toAll(theirs.served);
      const seen = toSubset(theirs.served, subset);
      return [
        ...soundPages(theirs, `pages for ${who}`),
        exactly(of, { what: `pages for ${who} from ${subset}`, where: GATEWAY, seen, of }),
      ];
    });
  },
};
