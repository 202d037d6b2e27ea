import { Command, CommanderError } from "commander";
import { stages } from "../../stages/index.ts";
import { Mistake } from "../../command-line/mistake.ts";

/** What was asked for, checked. */
export interface Options {
  /** A stage, or several joined by a comma. */
  readonly stage: string;
  /** What to compare it with; undefined to show all of the stage. */
  readonly from: string | undefined;
  /** Whether each changed field is shown. */
  readonly diff: boolean;
  /** Folder that gets the stage's manifests. */
  readonly yaml: string | undefined;
  /** Config of both stages, key by key. */
  readonly config: readonly (readonly [key: string, value: string])[];
  /** A stack's config to start from. */
  readonly configFile: string | undefined;
  readonly json: boolean;
}

interface Given {
  from?: string;
  diff?: boolean;
  yaml?: string;
  config?: string[];
  configFile?: string;
  json?: boolean;
  list?: boolean;
}

const names = Object.keys(stages);
const allowed = `the stages are: ${names.join(", ")}; several are joined by a comma`;

/** Reads the command line. @returns the options, or a text that was asked for. A Mistake where something is wrong. */
export function readOptions(args: readonly string[]): Options | { readonly text: string } {
  const command = commandLine();
  let text = "";
  command.configureOutput({ writeOut: (more) => (text += more), writeErr: () => {} });
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { text };
    throw new Mistake(`${error.message.replace(/^error: /, "")}\nfor what can be typed: npm run preview -- --help`);
  }
  const given = command.opts<Given>();
  if (given.list)
    return { text: given.json ? `${JSON.stringify(names)}\n` : names.map((name) => `${name}\n`).join("") };
  if (given.diff && given.from === undefined) {
    throw new Mistake("--diff shows what changes against another stage: add --from STAGE, such as --from baseline");
  }
  return {
    stage: readStages(command.args[0]),
    from: given.from === undefined ? undefined : readStages(given.from),
    diff: given.diff ?? false,
    yaml: given.yaml,
    config: (given.config ?? []).map(readPair),
    configFile: given.configFile,
    json: given.json ?? false,
  };
}

function commandLine(): Command {
  return new Command("npm run preview --")
    .description("Shows which objects a stage declares, from the real Pulumi engine, without a cluster.")
    .argument("[STAGE]", `a stage, or several joined by commas: ${names.join(", ")}`)
    .option("--from <STAGE>", "show only what changes when this stage is left for STAGE")
    .option("--diff", "with --from: show each changed field, old and new")
    .option("--yaml <DIR>", "write STAGE's manifests for kubectl apply -f DIR, secrets left out")
    .option("--config <KEY=VALUE>", "config of both stages, as `pulumi config set` takes it; may be repeated", collect)
    .option("--config-file <FILE>", "start from this stack's config, such as Pulumi.dev.yaml")
    .option("--json", "print everything as JSON")
    .option("--list", "say which stages there are")
    .addHelpText(
      "after",
      "\nNo cluster is asked, and no stack of yours is touched." +
        "\nExit code: 0 shown, 2 it could not be, 130 stopped by Ctrl-C." +
        "\nExamples:\n  npm run preview -- canary\n  npm run preview -- canary --from baseline --diff" +
        "\n  npm run preview -- canary --config canaryWeight=50 --yaml manifests",
    )
    .allowExcessArguments(false)
    .exitOverride();
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function readStages(text: string | undefined): string {
  if (text === undefined || text.trim() === "") throw new Mistake(`which stage? ${allowed}`);
  const chosen = text.split(",").map((name) => name.trim());
  for (const [index, name] of chosen.entries()) {
    if (!names.includes(name)) throw new Mistake(`there is no stage "${name}"; ${allowed}`);
    if (chosen.indexOf(name) !== index) throw new Mistake(`stage ${name} is there twice in "${text}"`);
  }
  return chosen.join(",");
}

function readPair(pair: string): [string, string] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (key === undefined || value === undefined) {
    throw new Mistake(`--config ${pair}: it is KEY=VALUE, such as --config canaryWeight=50`);
  }
  if (key === "stage" || key.endsWith(":stage")) {
    throw new Mistake(`--config ${pair}: the stage is an argument: npm run preview -- ${value || "canary"}`);
  }
  return [key, value];
}
