/**
 * Something the person at the keyboard can put right: a wrong argument, no cluster, another stage deployed. It is shown as
 * its message alone, without a stack trace, and ends the program with exit code 2. The message says what was found, what
 * was wanted, and what to type next.
 */
export class Mistake extends Error {
  override readonly name = "Mistake";
}
