import type { SwitchShown } from "./picture.ts";

/** Every switch that was seen, and when it came to each of its points. */
export class Switches {
  private readonly all: { stage: string; changed: number; served?: number; done?: number }[] = [];
  private stage = "";
  private shows = "";

  get underWay(): boolean {
    return this.all.some(({ done }) => done === undefined);
  }

  /** The record was written, which is last of all. One that is the first to be seen ends no switch. */
  recorded(stage: string, shows: string, at: number): void {
    const first = this.stage === "" && this.all.length === 0;
    const same = stage === this.stage && shows === this.shows;
    [this.stage, this.shows] = [stage, shows];
    const current = this.current;
    if (current) {
      current.done = at;
      current.stage = stage;
    } else if (!first && !same) {
      this.all.push({ stage, changed: at, done: at });
    }
  }

  /** An object changed. @returns whether a switch begins with it */
  changed(at: number): boolean {
    const current = this.current;
    if (current) {
      delete current.served;
      return false;
    }
    this.all.push({ stage: "", changed: at });
    return true;
  }

  /** All proxies serve the objects as they are. @returns whether that is new of a switch */
  served(at: number): boolean {
    const last = this.all.at(-1);
    if (last === undefined || last.served !== undefined) return false;
    last.served = at;
    return true;
  }

  shown(): SwitchShown[] {
    return this.all.map((one) => ({ served: undefined, done: undefined, ...one }));
  }

  private get current() {
    const last = this.all.at(-1);
    return last?.done === undefined ? last : undefined;
  }
}
