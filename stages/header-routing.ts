import type { Stage } from "../src/stage/stage";

export const headerRouting = {
  parameters: {
    headerName: { type: "header", default: "user-agent", description: "request header that decides between v1 and v2" },
    headerPattern: {
      type: "pattern",
      default: "Firefox",
      description: "regular expression (RE2) that the header contains where v2 answers",
    },
  },
  shows: ({ headerName, headerPattern }) =>
    `users with ${headerPattern} in ${headerName} on v2 of front-end, others on v1`,
  changes: ({ headerName, headerPattern }) => ({
    services: {
      "front-end": {
        alsoRuns: ["v2"],
        routes: [
          // Envoy compares the whole value, so the pattern is given room on both sides.
          { match: [{ headers: { [headerName]: { regex: `.*(?:${headerPattern}).*` } } }], to: "v2" },
          { to: "v1" },
        ],
      },
    },
  }),
} satisfies Stage<{ headerName: string; headerPattern: string }>;
