/** A resource as its program declares it. Nobody has checked what stands in `props`. */
export interface Declared {
  /** Pulumi's type token, `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Pulumi's name of it, which is known also where the object's own is not yet. */
  readonly name: string;
  readonly urn: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the program wrote
  readonly props: Record<string, any>;
}

/** One thing that must never be deployed. */
interface Rule {
  readonly name: string;
  /** What is refused and why, in one line. */
  readonly description: string;
}

/** A rule that sees one resource at a time, and so stops a deployment before that resource is made. */
export interface ResourceRule extends Rule {
  /** What is wrong with a resource: one line each, with what was got and what is allowed. */
  readonly violations: (resource: Declared) => readonly string[];
}

/** A rule that has to see everything the program declares. */
export interface StackRule extends Rule {
  readonly violations: (
    resources: readonly Declared[],
  ) => readonly { readonly urn: string; readonly message: string }[];
}

/** `a, b or c` */
export const oneOf = (names: readonly string[]): string => names.join(", ").replace(/, ([^,]*)$/, " or $1");
