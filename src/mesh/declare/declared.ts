import * as pulumi from "@pulumi/pulumi";
import type { Expectation } from "../expectation";

/** What is declared of the mesh's objects, and how proxies show that they have them. */
export class Declared {
  private readonly shown: pulumi.Output<Expectation | undefined>[] = [];

  /** @param parent what the objects are part of */
  constructor(readonly parent: pulumi.Resource) {}

  /** @returns the object itself */
  add<Spec, Declaration extends pulumi.Resource>(
    object: Declaration & { readonly spec: pulumi.Output<Spec | undefined> },
    expected: (spec: Spec) => Expectation,
  ): Declaration {
    // A targeted run leaves out objects that are not there yet: nobody can be told of them.
    this.shown.push(object.spec.apply((spec) => (spec === undefined ? undefined : expected(spec as Spec))));
    return object;
  }

  get expectations(): pulumi.Output<readonly Expectation[]> {
    return pulumi.all(this.shown).apply((all) => all.filter((one) => one !== undefined));
  }
}
