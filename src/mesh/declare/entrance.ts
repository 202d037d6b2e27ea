import type * as pulumi from "@pulumi/pulumi";
import { annotated, marked } from "../../cluster/stack-mark";
import { ofGateway, ofGatewayAuthentication } from "../expectation";
import { Gateway, RequestAuthentication } from "../istio";
import type { MeshArgs, VisitorsArgs } from "../mesh-args";
import { gatewayAuthentication } from "../request-authentication";
import { gatewaySpec, openGatewayReason } from "../traffic";
import type { Declared } from "./declared";

/** Where visitors come in. */
export interface Entrance {
  /** What routes for visitors wait for. */
  readonly before: readonly pulumi.Resource[];
  /** Settles when its TLS port is open. Undefined where it has none. */
  readonly opened: pulumi.Output<unknown> | undefined;
}

/** The Gateway, under the mesh's name, and what it reads of visitors' tokens. */
export function declareEntrance(name: string, args: MeshArgs, declared: Declared): Entrance {
  const { namespace, gatewaySelector, hosts, openGateway, mark, tls, whenShown, visitors } = args;
  const gateway = declared.add(
    new Gateway(
      name,
      {
        metadata: { name, namespace, ...annotated({ ...marked(mark), ...openHosts(hosts, openGateway) }) },
        spec:
          tls?.credentialName.apply((credential) => gatewaySpec(gatewaySelector, hosts, credential)) ??
          gatewaySpec(gatewaySelector, hosts),
      },
      { parent: declared.parent, dependsOn: [...(tls?.secrets ?? [])] },
    ),
    (spec) => ofGateway(name, spec),
  );
  return {
    // No route goes by what nobody reads yet, or any more.
    before: [gateway, ...(visitors ? [readTokens(visitors, gateway, args, declared)] : [])],
    // Nobody is redirected to a port that is not open yet.
    opened: tls && whenShown && gateway.spec.apply((spec) => spec && whenShown(ofGateway(name, spec))),
  };
}

/**
 * Only where a stage wants it, as not everybody may write in the gateway's namespace. Pulumi deletes it last: a bad token
 * gets 401 until then, and no route goes by a good one.
 */
function readTokens(
  { tokens, name, namespace }: VisitorsArgs,
  gateway: Gateway,
  { tokenKey, gatewaySelector, mark }: MeshArgs,
  declared: Declared,
): RequestAuthentication {
  const object = new RequestAuthentication(
    "visitors",
    {
      metadata: { name, namespace, ...annotated(marked(mark)) },
      spec: tokenKey.apply((key) => gatewayAuthentication(gatewaySelector, name, tokens, key)),
    },
    { parent: declared.parent, dependsOn: gateway },
  );
  return declared.add(object, (spec) => ofGatewayAuthentication(name, namespace, spec));
}

function openHosts(hosts: readonly string[], reason: string): Record<string, string> {
  return hosts.includes("*") && reason !== "" ? { [openGatewayReason]: reason } : {};
}
