import type { Claim } from "../claim";
import { exactly } from "../finding";
import { headerText } from "../parameter";
import type { Pages } from "../probes/pages";
import { askForPages, soundPages } from "../probes/pages";
import { GATEWAY } from "../probes/places";
import { toAll, toSubset } from "../probes/upstream-requests";
import type { Subset } from "../shop";

export interface HeaderRoutingNumbers {
  headerName: string;
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

/** All kinds of visitors; the first is the one that the route picks out. */
function visitors(headerValue: string): Visitors[] {
  return [
    { who: headerValue === FIREFOX ? "Firefox" : `"${headerValue}"`, value: headerValue, subset: "v2" },
    { who: "Chrome", value: CHROME, subset: "v1" },
    { who: "curl", value: "curl/8.5.0", subset: "v1" },
    { who: "no such header", value: undefined, subset: "v1" },
  ];
}

export const headerRouting: Claim<HeaderRoutingNumbers, ReadonlyMap<string, Pages>> = {
  stage: "header-routing",
  shows: "Firefox users are on v2, all others on v1",
  measured: "front pages by subset, at the gateway, for Firefox, Chrome, curl and no user agent",
  expects: {
    headerName: headerText("user-agent", "name", "the header that decides"),
    headerValue: headerText(FIREFOX, "value", "a value of it that leads to v2"),
  },
  requests: { usual: 1000, least: 100 },
  control: () => ({ stage: "baseline", because: "Firefox users are on v1 too" }),

  async measure(ground, { headerName, headerValue }, requests) {
    const all = visitors(headerValue);
    const pages = new Map<string, Pages>();
    // One kind after the other: counted together, nobody could tell whose page came from where.
    for (const { who, value } of all) {
      const headers = value === undefined ? {} : { [headerName]: value };
      pages.set(who, await askForPages(ground, { requests: Math.ceil(requests / all.length), headers }));
    }
    return pages;
  },

  judge(pages, { headerValue }) {
    return visitors(headerValue).flatMap(({ who, subset }) => {
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
