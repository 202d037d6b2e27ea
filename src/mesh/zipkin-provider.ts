import { zipkinName, zipkinService } from "../needs/zipkin-service";

/** A place that proxies report traces to, as Istio's mesh config has it among its `extensionProviders`. */
export interface ZipkinProvider {
  readonly name: string;
  readonly zipkin: { readonly service: string; readonly port: number };
}

/**
 * The shop's own. A Telemetry can only name what the mesh's config knows: a mesh that this stack brings knows it, and of
 * another it is asked for.
 * @param namespace the shop's
 */
export function zipkinProvider(namespace: string): ZipkinProvider {
  const [{ port }] = zipkinService.ports;
  return {
    name: `${namespace}-${zipkinName}`,
    zipkin: { service: `${zipkinName}.${namespace}.svc.cluster.local`, port },
  };
}
