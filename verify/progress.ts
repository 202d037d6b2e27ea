/** Where progress is told: beside the results, so that they can be piped away alone. */
type Stream = Pick<NodeJS.WriteStream, "write" | "isTTY">;

/**
 * Tells what is being done. In a terminal one line is written over; elsewhere nothing but a change of what is being done
 * makes a line, since nobody wants a thousand of "417 of 1000" in a file.
 */
export class Progress {
  private last = "";

  constructor(private readonly stream: Stream) {}

  readonly say = (text: string): void => {
    if (this.stream.isTTY) {
      this.stream.write(`\r\x1b[K${text}`);
      this.last = text;
      return;
    }
    const doing = text.replace(/\b\d+ of (\d+)/, "$1");
    if (doing !== this.last) this.stream.write(`${doing}\n`);
    this.last = doing;
  };

  /** Makes room for what is printed next. */
  clear(): void {
    if (this.stream.isTTY && this.last !== "") this.stream.write("\r\x1b[K");
    this.last = "";
  }
}
