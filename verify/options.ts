import { Command, CommanderError, InvalidArgumentError } from "commander";
import { Mistake } from "../command-line/mistake";
import { claims, stageNames } from "./claims";
import type { StageName } from "./claims";
import type { Trial } from "./claim";
import { namespaceName } from "./namespace-name";
import { FORTIO_IMAGE } from "./probes/temporary-pod";
import { USUAL_NAMESPACE } from "./shop";

/** What was asked for, checked. */
export interface Options {
  /** The stages that shall be deployed, with their claims' numbers settled. */
  readonly trials: readonly Trial[];
  readonly control: boolean;
  /** The shop's address; undefined where it is to be read off the gateway. */
  readonly url: URL | undefined;
  readonly context: string | undefined;
  /** The shop's. */
  readonly namespace: string;
  /** That of the ingress gateway's pods; undefined for whichever. */
  readonly gatewayNamespace: string | undefined;
  /** Of the pods that call from within the mesh. */
  readonly fortioImage: string;
  /** File with the key that visitors' tokens are signed with; undefined where the stack says it. */
  readonly signingKey: string | undefined;
  /** File with who vouches for the gateway's certificate; undefined where the stack says it. */
  readonly ca: string | undefined;
  readonly json: boolean;
}

/** What a run needs that deploys stages by itself. */
export interface TourOptions extends Omit<Options, "trials" | "control"> {
  /** `all`: every claim and control. `pairs`: the claims of every two stages that go together. `switches`: every ordered pair. `tour`: each stage once. */
  readonly what: (typeof TOURS)[number];
  /** Of pairs and switches, those with one of these; all where it is empty. */
  readonly among: readonly StageName[];
  /** The stack's configuration, if it is not Pulumi's own. */
  readonly configFile: string | undefined;
  /** Where outcomes of pairs or switches are kept, to go on after an interruption. */
  readonly results: string | undefined;
}

const TOURS = ["all", "pairs", "switches", "tour"] as const;

/** `list` and `help` need no cluster. */
export type Request =
  | { readonly kind: "verify"; readonly options: Options }
  | { readonly kind: "tour"; readonly options: TourOptions }
  | { readonly kind: "list"; json: boolean }
  | Help;

interface Help {
  readonly kind: "help";
  readonly text: string;
}

interface Given {
  control?: boolean;
  expect?: string[];
  requests?: number;
  url?: string;
  context?: string;
  namespace: string;
  gatewayNamespace?: string;
  fortioImage: string;
  signingKey?: string;
  ca?: string;
  json?: boolean;
  list?: boolean;
  all?: boolean;
  pairs?: boolean;
  switches?: boolean;
  tour?: boolean;
  configFile?: string;
  results?: string;
}

/** Reads the command line. A Mistake where something in it is wrong. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Request {
  const command = commandLine();
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text), writeErr: () => {} });
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "help", text: help };
    throw new Mistake(`${error.message.replace(/^error: /, "")}\nfor what can be typed: npm run verify -- --help`);
  }
  const given = command.opts<Given>();
  if (given.list) return { kind: "list", json: given.json ?? false };
  const tour = readTour(given, command.args, env);
  if (tour !== undefined) return { kind: "tour", options: tour };
  const stages = readStages(command.args[0]);
  return {
    kind: "verify",
    options: {
      trials: readTrials(stages, given),
      control: given.control ?? false,
      ...readTarget(given, env),
    },
  };
}

function commandLine(): Command {
  return new Command("npm run verify --")
    .description("Proves with real traffic that the deployed stage does what its slide says.")
    .argument("[STAGE]", `the deployed stage, or several joined by commas: ${stageNames.join(", ")}`)
    .option("--control", "run the claim where it must fail; fails if it holds there")
    .option("--expect <NAME=VALUE>", "a number of the claim, if config changed it; may be repeated", collect)
    .option("--requests <N>", "requests that the claim rests on", readCount)
    .option("--url <URL>", "the shop's address; default SHOP_URL, else the gateway's load balancer")
    .option("--context <NAME>", "a context of the kubeconfig; default its current one")
    .option("--namespace <NAME>", "the shop's namespace", namespaceName, USUAL_NAMESPACE)
    .option("--gateway-namespace <NAME>", "look for the ingress gateway there alone", namespaceName)
    .option("--fortio-image <IMAGE>", "image of the pods that call from within the mesh", readImage, FORTIO_IMAGE)
    .option("--signing-key <FILE>", "what visitors' tokens are signed with; default output signingKey of the stack")
    .option(
      "--ca <FILE>",
      "who vouches for the gateway's certificate; default output certificateAuthority of the stack",
    )
    .option("--json", "print the report as JSON")
    .option("--list", "print the claims, their numbers and their controls")
    .option("--all", "the tour, and on the way every claim and every control")
    .option(
      "--pairs",
      "deploy every two stages, or STAGE and each other, run the claims of both where they go together",
    )
    .option("--switches", "make every switch between two stages, or from and to STAGE, under a steady load")
    .option("--tour", "visit each stage once under a steady load")
    .option("--results <FILE>", "with --pairs, --switches or --tour: keep outcomes there, and go on from them")
    .option("--config-file <FILE>", "with these four: the stack's configuration; default Pulumi's own")
    .addHelpText(
      "after",
      "\nExit code: 0 proven, 1 not, 2 not tried, with the reason, 130 stopped by Ctrl-C." +
        "\nExamples:\n  npm run verify -- canary\n  npm run verify -- canary --expect canaryWeight=50" +
        "\n  npm run verify -- canary --control     (while baseline is deployed)" +
        "\n  npm run verify -- --all",
    )
    .allowExcessArguments(false)
    .exitOverride();
}

function readTour(given: Given, args: readonly string[], env: NodeJS.ProcessEnv): TourOptions | undefined {
  const [what, ...more] = TOURS.filter((name) => given[name]);
  if (what === undefined) {
    if (given.results === undefined && given.configFile === undefined) return undefined;
    throw new Mistake("--results and --config-file go with --all, --pairs, --switches or --tour");
  }
  if (what === "all" && given.results !== undefined) {
    throw new Mistake("--results keeps outcomes of --pairs, --switches and --tour; --all keeps none");
  }
  const narrowed = what === "pairs" || what === "switches";
  const unfit = [
    ...more.map((name) => `--${name}`),
    ...(narrowed ? [] : args),
    ...(given.control ? ["--control"] : []),
  ];
  if (given.expect) unfit.push("--expect");
  if (given.requests !== undefined) unfit.push("--requests");
  if (unfit.length > 0) throw new Mistake(`--${what} deploys the stages by itself and does not go with ${unfit[0]}`);
  return {
    what,
    among: args.length > 0 ? readStages(args[0]) : [],
    ...readTarget(given, env),
    configFile: given.configFile,
    results: given.results,
  };
}

function readTarget(given: Given, env: NodeJS.ProcessEnv): Omit<Options, "trials" | "control"> {
  return {
    url: readUrl(given.url ?? env["SHOP_URL"]),
    context: given.context,
    namespace: given.namespace,
    gatewayNamespace: given.gatewayNamespace,
    fortioImage: given.fortioImage,
    signingKey: given.signingKey,
    ca: given.ca,
    json: given.json ?? false,
  };
}

function readImage(text: string): string {
  if (/^[a-z0-9](?:[\w.@-]|[:/](?!\/))*$/.test(text)) return text;
  throw new InvalidArgumentError("It is an image, such as registry.example/fortio/fortio:1.66.5.");
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function readCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It is a whole number.");
  return Number(text);
}

function readStages(text: string | undefined): StageName[] {
  const allowed = `the stages are: ${stageNames.join(", ")}`;
  if (text === undefined || text.trim() === "") throw new Mistake(`which stage? ${allowed}`);
  const names = text.split(",").map((name) => name.trim());
  for (const [index, name] of names.entries()) {
    if (!isStage(name)) throw new Mistake(`there is no stage "${name}"; ${allowed}`);
    if (names.indexOf(name) !== index) throw new Mistake(`stage ${name} is there twice in "${text}"`);
  }
  return names as StageName[];
}

function isStage(name: string): name is StageName {
  return Object.hasOwn(claims, name);
}

function readTrials(stages: readonly StageName[], given: Given): Trial[] {
  const asked = new Map<string, string>();
  const known = [...new Set(stages.flatMap((stage) => Object.keys(claims[stage].expects)))];
  for (const pair of given.expect ?? []) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) throw new Mistake(`--expect ${pair}: it is NAME=VALUE`);
    if (!known.includes(name)) {
      const names = known.length === 0 ? "none" : known.join(", ");
      throw new Mistake(`--expect ${pair}: the numbers of ${stages.join(",")} are: ${names}`);
    }
    if (asked.has(name)) throw new Mistake(`--expect ${name} is there twice`);
    asked.set(name, value);
  }
  return stages.map((stage) => claims[stage].expecting(asked, given.requests));
}

function readUrl(text: string | undefined): URL | undefined {
  if (text === undefined || text === "") return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Mistake(`"${text}" is no address of a shop; such as http://localhost:8080`);
  }
  return url;
}
