/** Cores of a quantity of CPU in Kubernetes' notation (`50m`, `0.5`, `2`), or undefined where it is none. */
export function cores(text: string): number | undefined {
  const [, milli, whole] = /^(?:(\d+)m|(\d+(?:\.\d{1,3})?))$/.exec(text) ?? [];
  if (milli !== undefined) return Number(milli) / 1000;
  return whole === undefined ? undefined : Number(whole);
}

const suffixes = ["", "k", "M", "G", "T", "P"];

/** Bytes of a quantity of memory in Kubernetes' notation (`64Mi`, `1Gi`, `500M`), or undefined where it is none. */
export function bytes(text: string): number | undefined {
  const [, amount, suffix = "", binary] = /^(\d+(?:\.\d+)?)(?:([kMGTP])|([KMGTP]i))?$/.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return binary === undefined
    ? Number(amount) * 1000 ** suffixes.indexOf(suffix)
    : Number(amount) * 1024 ** suffixes.indexOf(binary === "Ki" ? "k" : (binary[0] ?? ""));
}
