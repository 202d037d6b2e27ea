import { setTimeout as delay } from "node:timers/promises";
import { firstLine } from "../../../src/cluster/ask-cluster.ts";
import { inTurns } from "../../../src/cluster/in-turns.ts";
import type { Proxies, Proxy } from "../../../src/cluster/proxies.ts";
import { lacking, toldInListeners } from "../../../src/cluster/told.ts";
import type { Expectation } from "../../../src/mesh/expectation.ts";
import type { Line, Serving } from "../seen/lines.ts";

/** Proxies whose configuration is asked for at once. */
const atOnce = 8;
const pauseMs = 250;

/** What is asked of the proxies: connections of its own, as these answers are long and counts do not wait for them. */
type Asked = Pick<Proxies, "find" | "forget" | "close">;

/** Says how many proxies serve the objects, until all do; anew when objects or pods are others. */
export class ServedBy {
  private expectations: readonly Expectation[] | undefined;
  /** Proxies that serve them. */
  private done = new Set<string>();
  /** Of the pods as they are known now. */
  private pods = 0;
  private asking = false;
  private proxies: Asked | undefined;

  constructor(
    private readonly open: () => Promise<Asked>,
    private readonly say: (line: Line) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Objects are others than what was asked for, and it is not known yet what they ask for now. */
  overtaken(): void {
    this.expectations = undefined;
    this.done = new Set();
  }

  expects(expectations: readonly Expectation[]): void {
    this.overtaken();
    this.expectations = expectations;
    void this.ask();
  }

  /** Pods that have come are asked; one that has gone counts no more. */
  podsChanged(gone: readonly string[]): void {
    this.pods += 1;
    for (const name of gone) {
      this.done.delete(name);
      this.proxies?.forget(name);
    }
    if (this.expectations) void this.ask();
  }

  private async ask(): Promise<void> {
    // Who asks already sees in the next turn what is new.
    if (this.asking) return;
    this.asking = true;
    let said = "";
    while (!this.signal.aborted) {
      const { pods } = this;
      try {
        const line = await this.turn((this.proxies ??= await this.open()));
        if (line) {
          if (JSON.stringify(line) !== said) this.say({ at: Date.now(), ...line });
          said = JSON.stringify(line);
          if (line.of > 0 && line.late.length === 0 && pods === this.pods) break;
        }
      } catch (error) {
        // An API server that restarts is asked again.
        const why = `who serves the objects cannot be seen: ${firstLine(error)}\n`;
        if (why !== said) process.stderr.write(why);
        said = why;
      }
      await delay(pauseMs);
    }
    this.asking = false;
    // Kept, they would know what others' objects told proxies then.
    this.proxies?.close();
    this.proxies = undefined;
  }

  /** Asks those not known to serve. @returns nothing where objects changed meanwhile */
  private async turn(asked: Asked): Promise<Omit<Serving, "at"> | undefined> {
    const { expectations, done } = this;
    if (expectations === undefined) return undefined;
    const overtaken = () => done !== this.done || this.signal.aborted;
    const { proxies } = await asked.find();
    const open = proxies.filter(({ name }) => !done.has(name));
    await inTurns(open, atOnce, async (proxy) => {
      if (!overtaken() && (await serves(proxy, expectations))) done.add(proxy.name);
    });
    if (overtaken()) return undefined;
    const late = proxies.map(({ name }) => name).filter((name) => !done.has(name));
    return { kind: "serving", serving: proxies.length - late.length, of: proxies.length, late };
  }
}

async function serves(proxy: Proxy, expectations: readonly Expectation[]): Promise<boolean> {
  try {
    const shown = await proxy.shows(toldInListeners(expectations, proxy));
    return lacking(expectations, proxy, shown).length === 0;
  } catch {
    return false;
  }
}
