import * as pulumi from "@pulumi/pulumi";

/** An object that a stack's state holds. */
export interface HeldObject {
  readonly kind: string;
  /** Empty for a Namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

interface Outputs {
  readonly kind?: string;
  readonly spec?: object;
  readonly metadata?: { readonly namespace?: string; readonly name?: string; readonly uid?: string };
}

/**
 * What this stack's state says is in the cluster, as the last run left it: what a run with `--refresh` has found out
 * since is not in it yet. It takes half a second, as the whole state is read again, so it is asked for only where
 * the cluster leaves a question open.
 * @returns undefined where the engine does not tell
 */
export async function heldByState(): Promise<readonly HeldObject[] | undefined> {
  return (await objectsInState())?.flatMap(heldObject);
}

/** The spec of an object that the state holds; undefined where it holds none, or the engine does not tell. */
export async function specInState(kind: string, name: string): Promise<object | undefined> {
  const found = (await objectsInState())?.find((one) => one.kind === kind && one.metadata?.name === name);
  return found?.spec;
}

async function objectsInState(): Promise<readonly Outputs[] | undefined> {
  try {
    const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
    const question = pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
    const { outputs } = (await question) as { outputs: Record<string, { type: string; outputs?: Outputs }> };
    return Object.values(outputs).flatMap(({ type, outputs }) =>
      type.startsWith("kubernetes:") && outputs ? [outputs] : [],
    );
  } catch {
    // An engine that does not know the question, as in tests: the look goes on without the answer.
    return undefined;
  }
}

function heldObject({ kind, metadata }: Outputs): HeldObject[] {
  const { namespace = "", name, uid = "" } = metadata ?? {};
  return kind && name ? [{ kind, namespace, name, uid }] : [];
}
