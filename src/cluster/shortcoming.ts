import { gatewayLabel } from "../config/gateway-labels";
import { hostList } from "../config/hosts";
import { podSecurityLabels } from "../shop/pod-security";
import { discoveryShortcoming } from "./discovery";
import { type Claim, rivals } from "./entrance";
import { injectionLabels, withoutRequests } from "./injection";
import { injectionShortcoming } from "./injection-shortcoming";
import type { Labels } from "./label-selector";
import { ownershipShortcoming } from "./ownership";
import { kinds as ofIstio } from "../mesh/kinds";
import { isWide } from "./outbound-policies";
import { gatewayName, ingressName, meshName } from "./shop-objects";
import type { ClusterView, Needs, State } from "./cluster-view";

/** What keeps the shop from running there, and what to type; undefined when nothing does. */
export function shortcoming(view: ClusterView, needs: Needs, state: State): string | undefined {
  const shop = () => ownershipShortcoming(view, needs, state);
  if (needs.bringsIstio) return shop() ?? certificateShortcoming(view, needs) ?? visitorsShortcoming(view, needs);
  const labels = futureLabels(view.namespace, needs);
  return (
    kindsShortcoming(view) ??
    shop() ??
    injectionShortcoming(view, needs, labels) ??
    controlPlaneShortcoming(view) ??
    discoveryShortcoming(view, needs, labels) ??
    gatewayShortcoming(view, needs) ??
    entranceShortcoming(view, needs, state) ??
    egressShortcoming(view, needs) ??
    tracingShortcoming(view, needs) ??
    certificateShortcoming(view, needs) ??
    visitorsShortcoming(view, needs)
  );
}

/** Labels that the namespace will have when the shop's pods start; undefined where they are not known. */
export function futureLabels(namespace: ClusterView["namespace"], needs: Needs): Labels | undefined {
  if (!needs.createNamespace) return namespace === "missing" ? undefined : namespace?.labels;
  return {
    ...(typeof namespace === "object" && withoutRequests(namespace.labels)),
    ...injectionLabels(needs.istioRevision),
    ...podSecurityLabels(needs.podSecurity),
    "kubernetes.io/metadata.name": needs.namespace,
  };
}

function kindsShortcoming({ cluster, kinds }: ClusterView): string | undefined {
  const wanted = Object.entries(ofIstio);
  const missing = wanted.filter(([kind, { apiVersion }]) => !kinds.includes(`${apiVersion} ${kind}`));
  if (missing.length === 0) return undefined;
  const what = missing.length === wanted.length ? "no Istio" : "not all of Istio";
  const versions = [...new Set(missing.map(([, { apiVersion }]) => apiVersion))].map((apiVersion) => {
    const those = missing.filter(([, kind]) => kind.apiVersion === apiVersion).map(([kind]) => kind);
    return `${those.join(", ")} of ${apiVersion}`;
  });
  return (
    `${cluster} has ${what}: its API does not serve ${listed(versions)}. ` +
    "Nothing was changed. Install Istio with its ingress gateway, or let this stack do it: " +
    "pulumi config set --path istio.install true"
  );
}

/** `a, b and c` */
const listed = (parts: readonly string[]): string =>
  [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter((part) => part !== "").join(" and ");

function controlPlaneShortcoming({ cluster, idleInjectors }: ClusterView): string | undefined {
  const [first] = idleInjectors ?? [];
  if (first === undefined) return undefined;
  const [namespace, name] = first.split("/");
  return (
    `${cluster} has no ready pod of ${first}, Istio's control plane: it would start no pod of the shop and take ` +
    `no route. Nothing was changed. Type: kubectl -n ${namespace} get deployment ${name}`
  );
}

function gatewayShortcoming({ cluster, gatewayPods }: ClusterView, needs: Needs): string | undefined {
  if (gatewayPods === undefined) return unknownGateways(cluster, needs);
  if (gatewayPods.some(({ ready }) => ready)) return undefined;
  const where = needs.gatewayNamespace === "" ? "" : ` in namespace ${needs.gatewayNamespace}`;
  return (
    `${cluster} has no ready gateway pod with the label ${gatewayLabel(needs.gatewaySelector)}${where}. ` +
    "Nothing was changed. Type, to see the gateways' labels: kubectl get pods -A --show-labels. " +
    "Then: pulumi config set gatewaySelector KEY=VALUE"
  );
}

/** The one thing that must be known: whether the gateway serves a new stage is asked of its pods. */
function unknownGateways(cluster: string, { gatewayNamespace }: Needs): string {
  const where = gatewayNamespace === "" ? "in all namespaces" : `in namespace ${gatewayNamespace}`;
  const next =
    gatewayNamespace === ""
      ? "with the namespace of the ingress gateway: pulumi config set gatewayNamespace istio-system"
      : `to see who you are there: kubectl auth whoami. An administrator may let you list pods in ${gatewayNamespace}`;
  return (
    `${cluster} lets you list no pods ${where}, so that no gateway could be asked whether it serves the stage. ` +
    `Nothing was changed. Type, ${next}`
  );
}

/** Who else takes a host of the shop's at its gateway, as far as this stack's state does not hold it. */
export function claims(view: ClusterView, needs: Needs, state: State): Claim[] {
  const own = {
    namespace: needs.namespace,
    gateway: gatewayName,
    virtualService: ingressName,
    hosts: hostList(needs.hosts),
    ports: needs.certificateIn === undefined ? [80] : [80, 443],
  };
  const held = new Set((state ?? []).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));
  return rivals(own, view.gatewayPods ?? [], view.gateways, view.virtualServices).filter(
    ({ object }) => !held.has(object),
  );
}

function entranceShortcoming(view: ClusterView, needs: Needs, state: State): string | undefined {
  const [first, ...others] = claims(view, needs, state);
  if (first === undefined) return undefined;
  const more = others.length > 0 ? `, and so do ${others.map(({ object }) => object).join(", ")}` : "";
  return (
    `${first.object} of ${view.cluster} ${first.does} host ${first.host} at port ${first.port} of the gateway that the shop uses` +
    `${more}: Istio would lead some requests here and some there. Nothing was changed. ` +
    "Type, with a host name of the shop's own: pulumi config set hosts shop.example.com"
  );
}

/** Of two Sidecars for a whole namespace Istio takes one, the older. */
function egressShortcoming({ cluster, sidecars }: ClusterView, needs: Needs): string | undefined {
  if (!needs.closesEgress) return undefined;
  const other = sidecars.find((one) => isWide(one) && one.metadata?.name !== meshName);
  if (other === undefined) return undefined;
  const name = other.metadata?.name;
  return (
    `Namespace ${needs.namespace} of ${cluster} has the Sidecar ${name} for all its pods, and the stage needs one for all ` +
    `of them too: Istio goes by the older alone. Nothing was changed. Type, if nobody needs it: ` +
    `kubectl -n ${needs.namespace} delete sidecars.networking.istio.io ${name}. Or, to leave it: pulumi config set stage baseline`
  );
}

/** Where the mesh's config may not be read, nobody knows; the stage is tried. */
function tracingShortcoming({ cluster, meshConfig }: ClusterView, { tracesTo }: Needs): string | undefined {
  if (tracesTo === undefined || meshConfig === undefined) return undefined;
  const { name, zipkin } = tracesTo;
  const { extensionProviders = [] } = meshConfig.content;
  const known = extensionProviders.find((one) => one.name === name);
  if (known?.zipkin?.service === zipkin.service && Number(known.zipkin.port) === zipkin.port) return undefined;
  const lines = `{name: ${name}, zipkin: {service: ${zipkin.service}, port: ${zipkin.port}}}`;
  const has = known === undefined ? `names no provider ${name}` : `has another provider ${name} than the shop's Zipkin`;
  return (
    `The mesh's config of ${cluster} ${has}, so that no proxy could be told to report traces there. Nothing was changed. ` +
    `Add, or have added, in the ConfigMap ${meshConfig.namespace}/${meshConfig.name}, below mesh, to extensionProviders: ` +
    `${lines}. Type, for it: kubectl -n ${meshConfig.namespace} edit configmap ${meshConfig.name}. Then: pulumi up. ` +
    "Or, for a stage without traces: pulumi config set stage baseline"
  );
}

function certificateShortcoming({ cluster, lackingSecretVerbs }: ClusterView, needs: Needs): string | undefined {
  if (needs.certificateIn === undefined || lackingSecretVerbs.length === 0) return undefined;
  return (
    `${cluster} does not let you ${listed(lackingSecretVerbs)} Secrets in namespace ${needs.certificateIn}, where the ` +
    "gateway looks for its certificate. Nothing was changed. An administrator may let you. Type, to see who you are there: " +
    "kubectl auth whoami. Or, for a stage without TLS: pulumi config set stage baseline"
  );
}

function visitorsShortcoming({ cluster, lackingVerbs }: ClusterView, needs: Needs): string | undefined {
  if (needs.readsTokensIn === undefined || lackingVerbs.length === 0) return undefined;
  return (
    `${cluster} does not let you ${listed(lackingVerbs)} RequestAuthentications in namespace ${needs.readsTokensIn}, where the ` +
    "gateway is told which tokens to believe. Nothing was changed. An administrator may let you. Type, to see who you are " +
    "there: kubectl auth whoami. Or, for a stage that needs nothing there: pulumi config set stage baseline"
  );
}
