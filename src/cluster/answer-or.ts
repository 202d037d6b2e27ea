import type { ApiException } from "@kubernetes/client-node" with { "resolution-mode": "import" };

/** The answer, or another where the cluster answers with this HTTP status. */
export async function answerOr<T, O>(status: number, other: O, question: Promise<T>): Promise<T | O> {
  try {
    return await question;
  } catch (error) {
    if ((error as Partial<ApiException<unknown>>).code === status) return other;
    throw error;
  }
}
