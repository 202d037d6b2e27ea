import { BackOff } from "../back-off.ts";
import type { Recorded } from "../seen/lines.ts";
import { type Gathered, wantsBelongings } from "./belongings.ts";

/** Who is outfitted. */
export interface Outfitted {
  stage(names: readonly string[]): void;
  bring(gathered: Gathered): void;
}

/** The stack says what it has when `pulumi up` has ended, which is after the record; each wait is twice as long. */
const tries = 6;

/** Gets visitors what the deployed stages want of them. */
export class Outfitter {
  private record = "";
  private latest = new AbortController();

  /**
   * @param gather what there is for these stages
   * @param lack told what visitors ought to have and do not get; empty where that is nothing
   * @param pauses between two tries. Default: each twice as long as the one before
   */
  constructor(
    private readonly visitors: Outfitted,
    private readonly gather: (stages: readonly string[], signal: AbortSignal) => Promise<Gathered>,
    private readonly lack: (what: string) => void,
    private readonly pauses: () => Pick<BackOff, "wait"> = () => new BackOff(),
  ) {}

  /** Another stage is deployed, or the same with other numbers. */
  recorded({ stage, shows }: Pick<Recorded, "stage" | "shows">): void {
    const record = `${stage}: ${shows}`;
    if (record === this.record) return;
    this.record = record;
    const stages = stage.split(",");
    this.latest.abort();
    this.latest = new AbortController();
    this.visitors.stage(stages);
    if (wantsBelongings(stages)) void this.outfit(stages, this.latest.signal);
    else this.lack("");
  }

  stop(): void {
    this.latest.abort();
  }

  private async outfit(stages: readonly string[], signal: AbortSignal): Promise<void> {
    const pauses = this.pauses();
    for (let tried = 1; !signal.aborted; tried += 1) {
      const gathered = await this.gather(stages, signal).catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw error;
      });
      if (gathered === undefined) return;
      this.visitors.bring(gathered);
      if (gathered.lacking.length === 0 || tried === tries) {
        this.lack(gathered.lacking.join("; "));
        return;
      }
      await pauses.wait(signal);
    }
  }
}
