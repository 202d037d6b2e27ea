interface Verb {
  readonly does: string;
  /** What one would add to try it. */
  readonly words?: string;
}

/** Every script of package.json, in the order in which a newcomer meets them. */
export const verbs: Readonly<Record<string, Verb>> = {
  help: { does: "this list" },
  demo: { words: "canary", does: "from nothing to a stage of the talk, proven: lab, pulumi up, verify" },
  lab: { words: "shell", does: "a real Kubernetes with Istio on this machine: start, stop, status, shell, …" },
  preview: { words: "canary --from baseline", does: "show what a stage declares or changes, without a cluster" },
  verify: { words: "canary", does: "prove with real traffic that the deployed stage does what the talk says" },
  token: {
    words: "--subject alice",
    does: "a token that stages jwt and jwt-routing believe, signed with the selected stack's key",
  },
  live: { does: "the page for the audience: what the mesh does with the shop's traffic, while it happens" },
  dashboards: { does: "a dashboard for Grafana: the four golden signals, as stage metrics has them" },
  bench: { words: "--list", does: "what it costs: preview, switch, growth, lab and mesh, as medians of rounds" },
  test: { does: "all but faults: lint, types, units, previews, the lab from start to pulumi destroy (root)" },
  "test:unit": { does: "what needs no cluster" },
  "test:stand-ins": { does: "the Go tests of the lab's images" },
  "test:lab": { does: "previews and policies, then the lab from start to pulumi destroy, every stage proven (root)" },
  faults: {
    does: "istiod down, gateway deleted, API server restarted, state cut short, disk full, Ctrl-C: in the lab (root)",
  },
  lint: { does: "ESLint, and whether Prettier would change a file" },
  "lint:workflows": { does: "actionlint on .github/workflows; Go builds it" },
  types: { does: "TypeScript's types, which pulumi up does not check" },
  golden: { does: "write the objects of each stage to test/golden, to be read as a diff" },
  browser: {
    does: "install Debian's Chromium, with which tests and pictures visit the shop, unless it is there (root)",
  },
  pictures: { words: "--list", does: "make the plots and screenshots in docs from real traffic in the lab (root)" },
};
