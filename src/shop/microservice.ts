import * as kubernetes from "@pulumi/kubernetes";
import * as kx from "@pulumi/kubernetesx";
import * as pulumi from "@pulumi/pulumi";
import { deploymentName } from "./deployment-name";
import type { Images } from "./images";
import { type Filling, podSpec } from "./pod";
import { proxyConfig } from "./proxy-config";
import { changed, type ResourceChanges, sidecarAnnotations } from "./resources";
import { rootReasons } from "./root-reasons";
import type { ContainerDeclaration, ServiceDeclaration, Version } from "./service";

/** Where the shop's pods run, and out of what. */
export interface Place {
  readonly namespace: pulumi.Input<string>;
  readonly images: Images;
  /** Names in `images` whose image is another than the pinned one; those exist for amd64 only. */
  readonly replacedImages: readonly string[];
  readonly resources: ResourceChanges;
  /** Whether the sidecar is a native one (an init container that stays); `auto` leaves it to Istio. */
  readonly nativeSidecars: "auto" | "true" | "false";
}

export interface MicroserviceArgs extends Place {
  readonly declaration: ServiceDeclaration;
  /** Versions to run, a Deployment each. */
  readonly versions: readonly Version[];
  /** Pods of each version. */
  readonly replicas: number;
  /** Name of the ConfigMap whose files its main container reads. */
  readonly files?: string;
}

/** One service: its account, its Service and a Deployment for each version that runs, all named after the component. */
export class Microservice extends pulumi.ComponentResource {
  /** Of the Service and the account, which all versions share; Deployments are named by it and their version. */
  readonly name: string;
  /** Services that it calls. */
  readonly calls: readonly string[];
  /** Whether its pods have sidecars, so that what is said of the mesh is for it too. */
  readonly inMesh: boolean;
  readonly service: kubernetes.core.v1.Service;
  readonly deployments: Readonly<Partial<Record<Version, kubernetes.apps.v1.Deployment>>>;

  constructor(name: string, args: MicroserviceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:shop:Microservice", name, {}, opts);
    this.name = name;
    this.calls = args.declaration.calls ?? [];
    this.inMesh = !args.declaration.outsideMesh;
    const { namespace } = args;
    const metadata = { name, namespace, labels: { name, app: name } };
    // By it the mesh knows who calls; nobody asks the API server, so no pod is given a token for that.
    const account = new kubernetes.core.v1.ServiceAccount(
      name,
      { metadata, automountServiceAccountToken: false },
      { parent: this },
    );
    this.service = new kubernetes.core.v1.Service(name, serviceArgs(name, args), { parent: this });
    this.deployments = Object.fromEntries(
      args.versions.map((version) => [
        version,
        new kubernetes.apps.v1.Deployment(deploymentName(name, version), deploymentArgs(name, version, args), {
          parent: this,
          dependsOn: account,
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

/**
 * Routes still lead to a pod of v1 that goes, as when load-balancing gives way to another stage. Its callers' proxies learn of it
 * from the Service's endpoints, and the controller that writes them waits for 1, 2 and 4 s before it tries again where its cache
 * is behind ("EndpointSlice informer cache is out of date"). Any other version goes when no route has led to it for a while, and
 * `up` waits for it.
 */
const answersFor = (version: Version): number => (version === "v1" ? 10 : 3);

function deploymentArgs(name: string, version: Version, args: MicroserviceArgs): kubernetes.apps.v1.DeploymentArgs {
  const { namespace, declaration, resources, replicas, nativeSidecars } = args;
  const deployment = deploymentName(name, version);
  const pod = new kx.PodBuilder(podSpec(name, declaration, fillings(name, deployment, args), answersFor(version)));
  const labels = { name, app: name, version };
  const podLabels = { ...labels, ...(declaration.outsideMesh && { "sidecar.istio.io/inject": "false" }) };
  const annotations = {
    ...rootReasons(name, declaration),
    ...(!declaration.outsideMesh && sidecarAnnotations(resources)),
    ...proxyConfig(declaration),
    ...(!declaration.outsideMesh && nativeSidecars !== "auto" && { "sidecar.istio.io/nativeSidecar": nativeSidecars }),
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
          metadata: { labels: podLabels, ...(Object.keys(annotations).length > 0 && { annotations }) },
        },
      })),
  };
}

/** By container name; in `images` and `resources` a pod's main container has the Deployment's. */
function fillings(
  name: string,
  deployment: string,
  { declaration, images, replacedImages, resources, files }: MicroserviceArgs,
): Record<string, Filling> {
  const parts: (readonly [container: string, key: string, declared: ContainerDeclaration])[] = [
    [name, deployment, declaration.container],
    ...Object.entries(declaration.sidecars ?? {}).map(([part, declared]) => [part, part, declared] as const),
  ];
  return Object.fromEntries(
    parts.map(([container, key, declared]) => [
      container,
      {
        image: images[key],
        resources: changed(declared.resources, key, resources),
        amd64: !replacedImages.includes(key),
        files,
      },
    ]),
  );
}
