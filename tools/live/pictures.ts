import type { Line } from "./seen/lines.ts";
import type { Picture } from "./picture/picture.ts";
import { Show } from "./picture/show.ts";

/** Where no proxy of the gateway answers, in milliseconds: a little longer than its turn. */
const everyMs = 600;
/** So that a gateway of many pods, or a recording at many times its speed, does not keep the browser busy. */
const leastMs = 200;

/** Makes a picture with each count of the gateway, of which it is made, and now and then where none comes. */
export class Pictures {
  private readonly show = new Show();
  private shown = 0;
  private readonly otherwise = setInterval(() => this.next(), everyMs);

  constructor(private readonly take: (picture: Picture) => void) {}

  see(line: Line): void {
    this.show.see(line);
    if (line.kind === "counted" && line.app === "gateway" && Date.now() - this.shown >= leastMs) this.next();
  }

  /** The last one, of all that was seen. */
  last(): void {
    this.next();
    this.stop();
  }

  stop(): void {
    clearInterval(this.otherwise);
  }

  private next(): void {
    this.shown = Date.now();
    this.otherwise.refresh();
    this.take(this.show.picture(this.shown));
  }
}
