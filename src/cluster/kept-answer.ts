/** Asks once and keeps the answer. A failure is not kept: who comes next asks anew. */
export function keptAnswer<Question extends unknown[], Answer>(
  ask: (...question: Question) => Promise<Answer>,
): (...question: Question) => Promise<Answer> {
  let kept: Promise<Answer> | undefined;
  return (...question) => {
    kept ??= ask(...question).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}
