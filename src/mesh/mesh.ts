import * as pulumi from "@pulumi/pulumi";
import { declareAccess } from "./declare/access";
import { Declared } from "./declare/declared";
import { declareEntrance } from "./declare/entrance";
import { declareFilters } from "./declare/filters";
import { declareRoutes } from "./declare/routes";
import { declareForNamespace } from "./declare/whole-namespace";
import type { Expectation } from "./expectation";
import type { MeshArgs } from "./mesh-args";

/** What the mesh does with the shop's traffic. The Gateway and what holds for the namespace bear the component's name, all else the services'. */
export class Mesh extends pulumi.ComponentResource {
  /** The objects as this run leaves them in the cluster, and how proxies show that they have them. */
  readonly expectations: pulumi.Output<readonly Expectation[]>;

  constructor(name: string, args: MeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:mesh:Mesh", name, {}, opts);
    const declared = new Declared(this);
    declareRoutes(name, args, declared, declareEntrance(name, args, declared));
    declareFilters(args, declared);
    declareForNamespace(name, args, declared);
    declareAccess(args, declared);
    this.expectations = declared.expectations;
    this.registerOutputs();
  }
}
