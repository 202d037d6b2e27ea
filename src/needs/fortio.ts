import * as pulumi from "@pulumi/pulumi";
import { Microservice, type Place } from "../shop/microservice";
import { fortioService } from "./fortio-service";

/** The load generator, inside the mesh and beside the shop. */
export class Fortio extends pulumi.ComponentResource {
  readonly microservice: Microservice;

  constructor(name: string, place: Place, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:load:Fortio", name, {}, opts);
    this.microservice = new Microservice(
      name,
      { ...place, declaration: fortioService, versions: ["v1"], replicas: 1 },
      { parent: this },
    );
    this.registerOutputs();
  }
}
