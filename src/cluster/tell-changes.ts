/** Tells a line only where it is another than the one before: what waits asks several times a second. */
export function tellChanges(tell: (line: string) => Promise<void>): (line: string) => Promise<void> {
  let said = "";
  return async (line) => {
    if (line !== said) await tell(line);
    said = line;
  };
}
