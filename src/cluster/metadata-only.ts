import type { ConfigurationOptions, RequestContext, ResponseContext } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { kubernetesClient } from "./kubernetes-client";

const names = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/** The options for a list of which only the names are wanted: the API leaves out what objects say and what became of them. */
export async function metadataOnly(options: ConfigurationOptions): Promise<ConfigurationOptions> {
  const { Observable } = await kubernetesClient();
  const pre = (request: RequestContext) => {
    request.setHeaderParam("Accept", names);
    return new Observable(Promise.resolve(request));
  };
  const post = (response: ResponseContext) => new Observable(Promise.resolve(response));
  return { ...options, middleware: [...(options.middleware ?? []), { pre, post }] };
}
