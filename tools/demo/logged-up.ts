import "../../command-line/closed-pipe.ts";
import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";
import { Command } from "commander";
import { exitCodes } from "../../command-line/exit-codes.ts";
import { interruptible, untilInterrupted } from "../../command-line/interruption.ts";
import { runChild } from "../../command-line/run-child.ts";
import { runCommand } from "../../command-line/run-command.ts";
import { sparingly } from "../../command-line/sparingly.ts";
import { UpEvents } from "../engine-events/up-events.ts";
import { readErrors, readRun } from "../engine-events/steps.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const up = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--json"];

/** Of an object that is not ready yet the provider warns by the name of its condition, and then it waits. */
const isOfNow = (warning: string): boolean => !/^\[\w+\]/.test(warning);

/** A process of its own, as in the lab it is in the lab's network. `npm run demo` starts it where nobody watches. */
const command = new Command("up")
  .description("pulumi up for a log: a line every ten seconds, not several for each of a hundred objects.")
  .action(async () => {
    const signal = untilInterrupted((line) => void process.stderr.write(`${line}\n`));
    const began = performance.now();
    const seen = new UpEvents();
    const events: EngineEvent[] = [];
    const tell = sparingly(say, false, () => performance.now());
    const read = (line: string) => {
      // Lines that are no event are the engine's talk.
      if (!line.startsWith("{")) return;
      const event = JSON.parse(line) as EngineEvent;
      events.push(event);
      seen.see(event);
      const { done, now } = seen.progress;
      tell(`pulumi up: ${done} objects done${now === "" ? "" : `, now ${now}`}`);
    };
    const child = { command: up, cwd: process.cwd(), env: process.env, lines: "stdout" } as const;
    const { code, rest } = await interruptible(signal, () => runChild(child, read, signal));
    const { shows, warnings } = readRun(events);
    for (const warning of warnings.filter(isOfNow)) say(`warning: ${warning}`);
    process.exitCode = code ?? exitCodes.notDone;
    if (code !== 0) {
      process.stderr.write(`${[...readErrors(events), rest.trim()].filter(Boolean).join("\n")}\n`);
      return;
    }
    const { done, changed } = seen.progress;
    say(
      `pulumi up: ${done} objects done, ${changed} of them changed, in ${Math.round((performance.now() - began) / 1000)} s`,
    );
    say(shows);
  });

await runCommand(command);
