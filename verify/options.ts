import { Command, CommanderError, InvalidArgumentError } from "commander";
import { claims, stageNames } from "./claims";
import type { StageName } from "./claims";
import type { Trial } from "./claim";
import { Mistake } from "./mistake";

/** What was asked for, checked. */
export interface Options {
  /** The stages that shall be deployed, with their claims' numbers settled. */
  readonly trials: readonly Trial[];
  readonly control: boolean;
  /** The shop's address; undefined where it is to be read off the gateway. */
  readonly url: URL | undefined;
  readonly context: string | undefined;
  readonly json: boolean;
}

/** `list` and `help` need no cluster. */
export type Request =
  { readonly kind: "verify"; readonly options: Options } | { readonly kind: "list"; json: boolean } | Help;

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
  json?: boolean;
  list?: boolean;
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
  const stages = readStages(command.args[0]);
  return {
    kind: "verify",
    options: {
      trials: readTrials(stages, given),
      control: given.control ?? false,
      url: readUrl(given.url ?? env["SHOP_URL"]),
      context: given.context,
      json: given.json ?? false,
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
    .option("--json", "print the report as JSON")
    .option("--list", "print the claims, their numbers and their controls")
    .addHelpText(
      "after",
      "\nExit code: 0 proven, 1 not, 2 it could not be tried, 130 stopped by Ctrl-C." +
        "\nExamples:\n  npm run verify -- canary\n  npm run verify -- canary --expect canaryWeight=50" +
        "\n  npm run verify -- canary --control     (while baseline is deployed)",
    )
    .allowExcessArguments(false)
    .exitOverride();
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
  const known = stages.flatMap((stage) => Object.keys(claims[stage].expects));
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
