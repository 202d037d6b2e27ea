/** Why no cluster is had from a kubeconfig. What to type next is the caller's to say: each is told its context in its own way. */
export class NotChosen extends Error {
  /** @param missing what was asked for and is not there, or is nothing to go by; undefined where nothing was asked for */
  constructor(
    readonly why: string | undefined,
    readonly missing: "context" | "cluster",
  ) {
    super(why ?? "nothing chooses a cluster");
  }
}

/** The kubeconfig asks for what this program cannot do: it would ask one cluster, and another would change. */
export class Unusable extends Error {}
