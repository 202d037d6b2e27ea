/** What a container asks for and is held to, in Kubernetes' quantities. What is left out stays as it is. */
export interface Resources {
  readonly requests?: Quantities | undefined;
  readonly limits?: Quantities | undefined;
}

export interface Quantities {
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
}

/** Every container of the shop; what is said of one goes before it. */
export const everyContainer = "all";

/** Istio's sidecar, which each pod of the shop gets. */
export const sidecarContainer = "istio-proxy";

/** By Deployment for a pod's main container and by container for the others, as `Images`; and the two above. */
export type ResourceChanges = Readonly<Record<string, Resources | undefined>>;

/** What is declared of a container, as changed for all of them and for this one. */
export function changed(declared: Resources, name: string, changes: ResourceChanges): Resources {
  const those = [changes[everyContainer], changes[name]];
  const all = (field: "requests" | "limits") => {
    const quantities = Object.assign({}, declared[field], ...those.map((change) => change?.[field])) as Quantities;
    return Object.keys(quantities).length > 0 ? { [field]: quantities } : {};
  };
  return { ...declared, ...all("requests"), ...all("limits") };
}

/** The annotations by which a pod has a sidecar with other resources than the mesh's: those of the mesh then do not count. */
export function sidecarAnnotations(changes: ResourceChanges): Record<string, string> {
  const { requests, limits } = changes[sidecarContainer] ?? {};
  const annotations = {
    "sidecar.istio.io/proxyCPU": requests?.cpu,
    "sidecar.istio.io/proxyMemory": requests?.memory,
    "sidecar.istio.io/proxyCPULimit": limits?.cpu,
    "sidecar.istio.io/proxyMemoryLimit": limits?.memory,
  };
  return Object.fromEntries(Object.entries(annotations).filter((one): one is [string, string] => one[1] !== undefined));
}
