/**
 * Why the program refuses to deploy two stages together, in its own words, from what a failed `pulumi up` printed; undefined
 * where that failed for another reason. What to type instead is left out: here nobody will type it.
 */
export function refusalIn(output: string, stages: readonly [string, string]): string | undefined {
  for (const [, one = "", other = "", why = ""] of output.matchAll(/error: Stages (\S+) and (\S+) (.+?)\. Type: /g)) {
    if (one !== other && stages.includes(one) && stages.includes(other)) return why;
  }
  return undefined;
}
