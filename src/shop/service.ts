/** A version of a service. Its name is the pods' `version` label and the DestinationRule's subset. */
export type Version = "v1" | "v2";

/** A port of a Kubernetes Service. */
export interface ServicePort {
  /** Istio reads the protocol from the part before the first hyphen: `http`, `tcp-mysql`. */
  readonly name: string;
  readonly port: number;
  /** Port of the container. */
  readonly targetPort: number;
  /** The same protocol once more for meshes that read this field first; `tcp` is opaque to Istio. */
  readonly appProtocol: "http" | "grpc" | "tcp";
}

/** How the kubelet finds out that a container can take traffic. */
export type Probe = { readonly http: string; readonly port: number } | { readonly tcp: number };

/** What the two programs in a pod, the service and a sidecar of its own, have in common. */
export interface ContainerDeclaration {
  /** Container ports by name, at most 15 characters each. */
  readonly ports: Readonly<Record<string, number>>;
  /** Replaces the image's entry point. Default: the image's own. */
  readonly command?: readonly string[];
  /** Replaces the image's arguments. Default: the image's own. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The user the process runs as. Root only with the reason why the image cannot start as anyone else. */
  readonly user: number | { readonly rootBecause: string };
  /** Capabilities left after all are dropped. Default: none. */
  readonly capabilities?: readonly string[];
  /**
   * Directories that stay writable (an emptyDir each), by mount path; everything else is read-only. With a size, the pod
   * is taken off its node where that is not enough.
   */
  readonly writable?: Readonly<Record<string, "disk" | "memory" | { readonly disk: string }>>;
  /** Directory where the files that the component was given show. Default: it is given none. */
  readonly files?: string;
  /** True where an image keeps its data in its own layers, which no volume may hide. Default: false. */
  readonly writableRoot?: boolean;
  readonly probe: Probe;
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits?: { readonly cpu: string; readonly memory: string };
  };
}

/** One row of the shop's table. */
export interface ServiceDeclaration {
  /** `http` services get routes; for `tcp` ones the mesh only carries bytes. */
  readonly protocol: "http" | "tcp";
  readonly ports: readonly ServicePort[];
  /** Image of each version the talk knows. */
  readonly versions: { readonly v1: string; readonly v2?: string };
  readonly container: ContainerDeclaration;
  /** Services that it calls. All others may be closed to it, so one that is left out here fails on the stages that do so. */
  readonly calls?: readonly string[];
  /** Further containers of the pod, by name, with their image. */
  readonly sidecars?: Readonly<Record<string, ContainerDeclaration & { readonly image: string }>>;
  /** Whether the program ends where what it calls at its start does not answer: then its sidecar starts first. Default: false. */
  readonly callsAtStart?: boolean;
  /** Whether its pods have no sidecar. Default: false, as no stage reaches such a pod. */
  readonly outsideMesh?: boolean;
  /** Group that owns the pod's volumes. Default: the runtime's. */
  readonly volumeGroup?: number;
}
