import type { ApiException } from "@kubernetes/client-node" with { "resolution-mode": "import" };

/** The answer, or another where the cluster answers with one of these HTTP statuses. */
export async function answerOr<T, O>(
  statuses: number | readonly number[],
  other: O,
  question: Promise<T>,
): Promise<T | O> {
  try {
    return await question;
  } catch (error) {
    const { code } = error as Partial<ApiException<unknown>>;
    if (code !== undefined && [statuses].flat().includes(code)) return other;
    throw error;
  }
}
