import * as pulumi from "@pulumi/pulumi";
import { Telemetry } from "../mesh/istio";
import { untraced } from "../mesh/telemetry";
import { Microservice, type Place } from "../shop/microservice";
import { zipkinService } from "./zipkin-service";

/** Where traces are kept and looked at, inside the mesh and beside the shop. What it holds goes with its pod. */
export class Zipkin extends pulumi.ComponentResource {
  readonly microservice: Microservice;

  constructor(name: string, place: Place, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:needs:Zipkin", name, {}, opts);
    // A report of spans is a request too: traced, it would be reported, and so on.
    const silence = new Telemetry(
      name,
      { metadata: { name, namespace: place.namespace }, spec: untraced({ name }) },
      { parent: this },
    );
    this.microservice = new Microservice(
      name,
      { ...place, declaration: zipkinService, versions: ["v1"], replicas: 1 },
      { parent: this, dependsOn: silence },
    );
    this.registerOutputs();
  }
}
