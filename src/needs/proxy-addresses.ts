import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { inMesh, type Versioned } from "../shop/containers";

/** Name of the Service whose DNS name has the addresses of a version's pods. */
export const addressesName = ({ service, version }: Versioned): string => `${service}-${version}-proxies`;

/** What `addressesName` makes names of, as a regular expression with a group for each. */
export const addressesPattern = "(.+)-(v[0-9]+)-proxies";

/**
 * A DNS name for the pods of each version of each service, and so for their proxies. Who asks by DNS needs no rights in the
 * cluster, and no token to have them by. There is one for what does not run as well: then what asks is the same whichever
 * stages are deployed together, and does not start anew.
 */
export function proxyAddresses(
  namespace: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Service[] {
  return inMesh.map((versioned) => {
    const { service, version } = versioned;
    const name = addressesName(versioned);
    return new kubernetes.core.v1.Service(
      name,
      {
        metadata: {
          name,
          namespace,
          annotations: {
            // No proxy is told of it.
            "networking.istio.io/exportTo": "~",
            // Pulumi waits for the pods of a Service, and some have none.
            "pulumi.com/skipAwait": "true",
          },
        },
        // Without ports: the mesh would open a port that is named here. A proxy counts until its pod is gone.
        spec: { clusterIP: "None", publishNotReadyAddresses: true, selector: { name: service, version } },
      },
      opts,
    );
  });
}
