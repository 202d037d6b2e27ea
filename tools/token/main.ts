import "../../command-line/closed-pipe.ts";
import { Command, InvalidArgumentError } from "commander";
import { execa } from "execa";
import { untilInterrupted } from "../../command-line/interruption.ts";
import { Mistake } from "../../command-line/mistake.ts";
import { runCommand } from "../../command-line/run-command.ts";
import { readSigningKey } from "../../verify/signing-key.ts";
import { mint } from "../../verify/token.ts";

interface Given {
  subject: string;
  group?: string;
  claim: Record<string, string>;
  issuer?: string;
  audience?: string;
  hours: number;
  signingKey?: string;
}

const command = new Command("npm run -s token --")
  .description("Prints a token that stages jwt and jwt-routing believe, signed with the key of the selected stack.")
  .option("--subject <NAME>", "who bears it (sub)", word, "visitor")
  .option("--group <NAME>", "a group of the bearer's (group)", word)
  .option("--claim <NAME=VALUE>", "something else that it says of the bearer; may be repeated", readClaim, {})
  .option("--issuer <NAME>", "who issued it (iss); default jwtIssuer of the stack's config", word)
  .option("--audience <NAME>", "whom it is for (aud); default jwtAudience of the stack's config", word)
  .option("--hours <N>", "how long it is valid; negative for one that has ended", readHours, 8)
  .option("--signing-key <FILE>", "the key, if not output signingKey of the stack")
  .addHelpText(
    "after",
    '\nExamples:\n  curl -H "Authorization: Bearer $(npm run -s token)" http://localhost:8080/' +
      "\n  npm run -s token -- --subject alice --claim group=testers",
  )
  .allowExcessArguments(false)
  .action(async ({ subject, group, claim, hours, signingKey, ...given }: Given) => {
    const signal = untilInterrupted((line) => void process.stderr.write(`${line}\n`));
    const key = await readSigningKey(signingKey, signal);
    const issuer = given.issuer ?? (await configured("jwtIssuer", "--issuer", signal));
    const audience = given.audience ?? (await configured("jwtAudience", "--audience", signal));
    const claims = { ...(group !== undefined && { group }), ...claim };
    const token = await mint(key, { issuer, audience, subject, seconds: hours * 3600, claims });
    process.stdout.write(`${token}\n`);
  });

/** What the stack's config, or the program's default, says. */
async function configured(name: string, option: string, signal: AbortSignal): Promise<string> {
  try {
    const { stdout } = await execa("pulumi", ["--non-interactive", "config", "get", name], { cancelSignal: signal });
    return stdout.trim();
  } catch {
    signal.throwIfAborted();
    throw new Mistake(
      `the selected stack does not say its ${name}`,
      `pulumi config get ${name}, or give ${option} NAME`,
    );
  }
}

/** Claims that say who issued a token, for whom and until when; options of their own give them. */
const ownOptions: Readonly<Record<string, string>> = {
  sub: "--subject",
  iss: "--issuer",
  aud: "--audience",
  exp: "--hours",
  iat: "--hours",
};

function readClaim(text: string, before: Record<string, string>): Record<string, string> {
  const [, name, value] = /^([\x21-\x3c\x3e-\x7e]+)=([\x20-\x7e]+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError("It is NAME=VALUE, such as group=testers.");
  }
  const own = ownOptions[name];
  if (own !== undefined) throw new InvalidArgumentError(`${name} is given by ${own}.`);
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`${name} is there twice.`);
  return { ...before, [name]: value };
}

function word(text: string): string {
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new InvalidArgumentError("It is a name of printable ASCII, without spaces.");
}

function readHours(text: string): number {
  if (/^-?\d{1,5}(?:\.\d+)?$/.test(text) && Number(text) !== 0) return Number(text);
  throw new InvalidArgumentError("It is a number of hours, such as 8.");
}

await runCommand(command);
