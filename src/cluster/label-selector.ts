export type Labels = Readonly<Record<string, string>>;

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Kubernetes' `LabelSelector`: all that it says must hold, and one that says nothing takes all. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly Expression[];
}

/** Whether a selector takes something with these labels, as Kubernetes decides it. */
export function takes({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  return hasAll(labels, matchLabels) && matchExpressions.every((expression) => holds(expression, labels));
}

export const hasAll = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);

function holds({ key, operator, values = [] }: Expression, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      // What has no such label is not in the list either.
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}

/** The labels, `KEY=VALUE`, that would have to be set for the selector to take this; undefined where setting some is not enough. */
export function lackingLabels(selector: LabelSelector, labels: Labels): string[] | undefined {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const wanted = [
    ...Object.entries(matchLabels),
    ...matchExpressions.flatMap(({ key, operator, values = [] }) =>
      operator === "In" ? [[key, values[0] ?? ""] as const] : operator === "Exists" ? [[key, "true"] as const] : [],
    ),
  ].filter(
    ([key, value]) => !takes({ matchLabels: { [key]: value } }, labels) && !satisfied(key, matchExpressions, labels),
  );
  const after = { ...labels, ...Object.fromEntries(wanted) };
  return takes(selector, after) ? wanted.map(([key, value]) => `${key}=${value}`) : undefined;
}

const satisfied = (key: string, expressions: readonly Expression[], labels: Labels): boolean =>
  expressions.some((expression) => expression.key === key && holds(expression, labels));
