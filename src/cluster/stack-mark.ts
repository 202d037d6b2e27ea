import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** Annotation of what this program makes: which stack made it, so that no other takes it over. */
export const madeBy = "sock-shop/made-by";

/**
 * What tells this stack from all others, whatever it is called and wherever its state is kept. The engine gives it back
 * in each run as it was in the first: a stack that was renamed knows what it made, and one of the same name in
 * another backend is another.
 * @returns `PROJECT/STACK/ID`, with the names of the first run; undefined where the provider writes manifests, and in a
 * run with targets that leaves it out
 */
export async function stackMark(): Promise<string | undefined> {
  if (new pulumi.Config("kubernetes").get("renderYamlToDirectory") !== undefined) return undefined;
  const input = `${pulumi.getProject()}/${pulumi.getStack()}/${randomUUID()}`;
  const { output } = new pulumi.Stash("mark", { input }, { ignoreChanges: ["input"] });
  return new Promise((resolve) => void output.apply(resolve));
}

/** The annotation of an object that this stack makes. */
export const marked = (mark: string | undefined): Record<string, string> =>
  mark === undefined ? {} : { [madeBy]: mark };

/** The part of an object's metadata that holds annotations; none where there are none. */
export const annotated = (annotations: Record<string, string>) =>
  Object.keys(annotations).length > 0 ? { annotations } : {};

/** The stack in a mark, in words. */
export function stackOf(mark: string): string {
  const [project, stack] = mark.split("/");
  return `stack ${stack} of project ${project}`;
}
