import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

export interface StageRecordArgs {
  readonly namespace: pulumi.Input<string>;
  /** Names of the selected stages. */
  readonly names: readonly string[];
  /** What the audience is told. */
  readonly shows: string;
  /** What must have happened before. */
  readonly after: pulumi.Output<unknown>;
}

/** Writes into the cluster which stage it shows. Made to depend on all else, it is true once it can be read. */
export class StageRecord extends kubernetes.core.v1.ConfigMap {
  constructor(name: string, { namespace, names, shows, after }: StageRecordArgs, opts?: pulumi.CustomResourceOptions) {
    const stage = after.apply(() => names.join(","));
    super(name, { metadata: { name, namespace }, data: { stage, shows } }, opts);
  }
}
