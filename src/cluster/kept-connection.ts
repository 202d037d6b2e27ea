import type { Agent } from "node:http";
import type { ConfigurationOptions, RequestContext, ResponseContext } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { kubernetesClient } from "./kubernetes-client";

/** Options with which the client's requests go over one connection; by itself it makes a new one, and shakes hands, for each. */
export interface KeptConnection {
  readonly options: ConfigurationOptions;
  /** An open connection would keep the program from ending. */
  close(): void;
}

export async function keptConnection(): Promise<KeptConnection> {
  const { Observable } = await kubernetesClient();
  let kept: (Agent & { keepAlive?: boolean }) | undefined;
  const pre = (request: RequestContext) => {
    // The first request's agent has the certificates and the proxy of the kubeconfig, which do not change.
    kept ??= request.getAgent();
    if (kept) {
      kept.keepAlive = true;
      request.setAgent(kept);
    }
    return new Observable(Promise.resolve(request));
  };
  const post = (response: ResponseContext) => new Observable(Promise.resolve(response));
  return {
    options: { middleware: [{ pre, post }], middlewareMergeStrategy: "append" },
    close: () => kept?.destroy(),
  };
}
