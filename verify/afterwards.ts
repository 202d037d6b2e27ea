/**
 * What became of `work`, once `cleanUp` is done too. It is done however the work ends; where it fails after the work has
 * failed, both are told.
 */
export async function afterwards<Result>(
  work: Promise<Result>,
  cleanUp: () => Promise<void>,
  say: (progress: string) => void,
): Promise<Result> {
  const result = await work.catch(async (failure: unknown) => {
    await cleanUp().catch((left: unknown) => say(`something was left behind: ${String(left)}`));
    throw failure;
  });
  await cleanUp();
  return result;
}
