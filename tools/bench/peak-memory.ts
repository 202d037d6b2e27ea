import { readdir, readFile } from "node:fs/promises";

const pauseMs = 100;

/** Watches a process and all that it starts, until stopped. The last tenth of a second of each may be missed. */
export class PeakMemory {
  private readonly peaks = new Map<number, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.timer = setInterval(() => void this.look(pid), pauseMs);
  }

  /** @returns the sum of each process's own peak, in megabytes */
  stop(): number {
    clearInterval(this.timer);
    return [...this.peaks.values()].reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024;
  }

  private async look(pid: number): Promise<void> {
    try {
      const status = await readFile(`/proc/${pid}/status`, "utf8");
      this.peaks.set(pid, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
      for (const thread of await readdir(`/proc/${pid}/task`)) {
        const children = await readFile(`/proc/${pid}/task/${thread}/children`, "utf8");
        await Promise.all(
          children
            .split(" ")
            .filter(Boolean)
            .map((child) => this.look(Number(child))),
        );
      }
    } catch {
      // It ended meanwhile; what it had needed is noted.
    }
  }
}
