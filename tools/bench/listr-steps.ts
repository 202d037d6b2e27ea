/** Seconds that each step of a list of tasks took, from the lines that listr2 prints where there is no terminal. */
export class StepTimes {
  private readonly started = new Map<string, number>();
  readonly seconds = new Map<string, number>();

  /** @param now in milliseconds */
  line(text: string, now: number): void {
    const [, what, title] = /^([❯✔]) (.+?)(?: \[[\d.hms]+\])?$/.exec(text.trim()) ?? [];
    if (title === undefined) return;
    if (what === "❯") this.started.set(title, now);
    const since = this.started.get(title);
    if (what === "✔" && since !== undefined) this.seconds.set(title, (now - since) / 1000);
  }
}
