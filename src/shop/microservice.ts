import * as kubernetes from "@pulumi/kubernetes";
import * as kx from "@pulumi/kubernetesx";
import * as pulumi from "@pulumi/pulumi";
import { deploymentName } from "./deployment-name";
import type { Images } from "./images";
import { podSpec } from "./pod";
import { rootReasons } from "./root-reasons";
import type { ServiceDeclaration, Version } from "./service";

/** Where the shop's pods run, and out of what. */
export interface Place {
  readonly namespace: pulumi.Input<string>;
  readonly images: Images;
  /** Whether the sidecar is a native one (an init container that stays); `auto` leaves it to Istio. */
  readonly nativeSidecars: "auto" | "true" | "false";
}

export interface MicroserviceArgs extends Place {
  readonly declaration: ServiceDeclaration;
  /** Versions to run, a Deployment each. */
  readonly versions: readonly Version[];
  /** Pods of each version. */
  readonly replicas: number;
}

/** One service: its Service and a Deployment for each version that runs, all named after the component. */
export class Microservice extends pulumi.ComponentResource {
  readonly service: kubernetes.core.v1.Service;
  readonly deployments: Readonly<Partial<Record<Version, kubernetes.apps.v1.Deployment>>>;

  constructor(name: string, args: MicroserviceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:shop:Microservice", name, {}, opts);
    this.service = new kubernetes.core.v1.Service(name, serviceArgs(name, args), { parent: this });
    this.deployments = Object.fromEntries(
      args.versions.map((version) => [
        version,
        new kubernetes.apps.v1.Deployment(deploymentName(name, version), deploymentArgs(name, version, args), {
          parent: this,
        }),
      ]),
    );
    this.registerOutputs();
  }
}

function serviceArgs(name: string, { namespace, declaration }: MicroserviceArgs): kubernetes.core.v1.ServiceArgs {
  return {
    metadata: { name, namespace, labels: { name, app: name } },
    spec: {
      type: "ClusterIP",
      selector: { name },
      ports: declaration.ports.map((port) => ({ ...port, protocol: "TCP" })),
    },
  };
}

function deploymentArgs(name: string, version: Version, args: MicroserviceArgs): kubernetes.apps.v1.DeploymentArgs {
  const { namespace, declaration, images, replicas, nativeSidecars } = args;
  const deployment = deploymentName(name, version);
  const sidecars = Object.keys(declaration.sidecars ?? {}).map(
    (sidecar) => [sidecar, images[sidecar] as string] as const,
  );
  const pod = new kx.PodBuilder(
    podSpec(name, declaration, Object.fromEntries([[name, images[deployment] as string], ...sidecars])),
  );
  const labels = { name, app: name, version };
  const annotations = {
    ...rootReasons(name, declaration),
    ...(nativeSidecars !== "auto" && { "sidecar.istio.io/nativeSidecar": nativeSidecars }),
  };
  return {
    metadata: { name: deployment, namespace, labels },
    // PodBuilder selects on `app` alone, which v1 and v2 share: both would own each other's pods.
    spec: pod
      .asDeploymentSpec({
        replicas,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      })
      .apply((spec) => ({
        ...spec,
        selector: { matchLabels: { name, version } },
        template: {
          // eslint-disable-next-line @typescript-eslint/no-misused-promises, @typescript-eslint/no-misused-spread -- settled here
          ...spec.template,
          metadata: { labels, ...(Object.keys(annotations).length > 0 && { annotations }) },
        },
      })),
  };
}
