import * as pulumi from "@pulumi/pulumi";
import { Microservice, type MicroserviceArgs } from "../shop/microservice";
import { fortioService } from "./fortio-service";

export type FortioArgs = Pick<MicroserviceArgs, "namespace" | "images">;

/** The load generator, inside the mesh and beside the shop. */
export class Fortio extends pulumi.ComponentResource {
  readonly microservice: Microservice;

  constructor(name: string, { namespace, images }: FortioArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:load:Fortio", name, {}, opts);
    this.microservice = new Microservice(
      name,
      { namespace, declaration: fortioService, versions: ["v1"], replicas: 1, images },
      { parent: this },
    );
    this.registerOutputs();
  }
}
