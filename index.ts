import type * as pulumi from "@pulumi/pulumi";
import { IstioControlPlane, releaseNames } from "./src/istio/control-plane";
import { gatewayAccounts } from "./src/cluster/gateway-accounts";
import { whenLimitsShown } from "./src/cluster/limits-shown";
import { refuseEarlierIstio, refuseHalfWay } from "./src/istio/look-for-istio";
import { Mesh } from "./src/mesh/mesh";
import { authorityKey, gatewayCertificate } from "./src/mesh/gateway-certificate";
import { zipkinProvider } from "./src/mesh/zipkin-provider";
import { gatewayNamespace } from "./src/cluster/gateway-namespace";
import { hostList } from "./src/config/hosts";
import { preflight } from "./src/cluster/preflight";
import { podsReady } from "./src/cluster/ready-pods";
import { visitorsName } from "./src/cluster/shop-objects";
import { stackMark } from "./src/cluster/stack-mark";
import { signingKey } from "./src/cluster/signing-key";
import { whenServed, whenShown } from "./src/cluster/served";
import { readme } from "./src/outputs/readme";
import { readSettings } from "./src/config/settings";
import { SockShop } from "./src/shop/sock-shop";
import { startNeeds } from "./src/needs/needs";
import { StageRecord } from "./src/outputs/stage-record";
import { tellOfOthersPolicies } from "./src/cluster/tell-of-others-policies";
import { tellOfStuckPods } from "./src/cluster/tell-of-stuck-pods";
import { type Tool, tools } from "./src/outputs/tools";
import { verifyCommand } from "./src/outputs/verify-command";
import { stages } from "./stages";

/** What `pulumi stack output` shows. */
interface Outputs {
  /** Name of the stage, or names joined by a comma. */
  readonly stage: string;
  /** What the audience is told. */
  readonly shows: string;
  /** Where the shop answers. */
  readonly url: string;
  /** The command that proves it. */
  readonly verify: string;
  /** What visitors' tokens are signed with, as a JSON Web Key; secret. */
  readonly signingKey: pulumi.Output<string>;
  /** Who vouches for the certificate that the shop is served with over TLS, in PEM; where it is. */
  readonly certificateAuthority?: pulumi.Output<string>;
  /** How to see the pages of what the stage brought beside the shop, by name; where it brought some. */
  readonly tools?: Readonly<Record<string, Tool>>;
  /** All of this as the stack's page. */
  readonly readme: string;
}

// A function, because the cluster is looked at before anything in it is declared; only the mark is in the state by then.
export = async (): Promise<Outputs> => {
  const settings = readSettings(stages);
  const { traffic, names, shows, setUpInbound, takesTokens, namespace: ofNamespace, entrance } = settings.stage;
  const { gatewaySelector, openGateway, istio, access, url } = settings;
  const mark = await stackMark();
  const releases = Object.values(releaseNames(gatewaySelector));
  if (istio.install) {
    await refuseHalfWay(access, releases);
    await refuseEarlierIstio(access);
  }
  const certificateIn = entrance.tls && (await gatewayNamespace(settings));
  const readsTokensIn = entrance.tokens && (await gatewayNamespace(settings));
  const provider = zipkinProvider(settings.namespace);
  await preflight({
    ...settings,
    setUpInbound,
    takesTokens,
    closesEgress: ofNamespace.egress !== undefined,
    certificateIn,
    readsTokensIn,
    tracesTo: ofNamespace.tracing && provider,
    bringsIstio: istio.install,
    mark,
  });
  if (!istio.install) await tellOfOthersPolicies(ofNamespace, access, settings.namespace);

  const controlPlane = istio.install
    ? // In every stage, so that a switch to one with traces changes nothing of Istio's.
      [new IstioControlPlane("istio", { ...istio, gatewaySelector, extensionProviders: [provider] })]
    : [];
  const shop = new SockShop("sock-shop", { ...settings, mark, traffic }, { dependsOn: controlPlane });
  const { namespace } = shop.place;
  const { components, microservices, rateLimiter } = startNeeds(
    settings.stage,
    shop.place,
    access && whenLimitsShown(access, settings.namespace),
  );
  const inMesh = microservices.filter((one) => one.inMesh);
  const key = signingKey();
  const hosts = hostList(settings.hosts);
  const certificates = authorityKey();
  const tls =
    entrance.tls && certificateIn !== undefined
      ? gatewayCertificate(
          { ...{ tls: entrance.tls, namespace: settings.namespace, gatewayNamespace: certificateIn }, mark },
          certificates,
          { dependsOn: controlPlane },
        )
      : undefined;
  const visitors =
    entrance.tokens && readsTokensIn !== undefined
      ? { tokens: entrance.tokens, name: visitorsName(settings.namespace), namespace: readsTokensIn }
      : undefined;
  const mesh = new Mesh("sock-shop", {
    ...{ namespace, services: shop.services, needs: inMesh, traffic, setUpInbound, rateLimiter },
    ...{ takesTokens, tokenKey: key.publicHalf },
    ...{ ofNamespace, gatewayAccounts: ofNamespace.callers && gatewayAccounts(shop, settings) },
    ...{ gatewaySelector, hosts, openGateway, mark, tls, visitors },
    ...(access && { whenShown: whenShown(access, settings) }),
    ...(access && { whenReady: podsReady(shop, access, settings.namespace) }),
  });
  const all = [...Object.values(shop.services), ...microservices];
  tellOfStuckPods(shop, access, namespace, all);
  const services = all.filter((one) => one.inMesh).map(({ name }) => name);
  const after = whenServed(mesh, { ...settings, namespace, services });
  new StageRecord("stage", { namespace, names, shows, after }, { dependsOn: [shop, mesh, ...components] });

  const stage = names.join(",");
  const verify = verifyCommand(stage, settings);
  const seen = tools(settings.stage.needs, settings.namespace);
  return {
    stage,
    shows,
    url,
    verify,
    signingKey: key.whole,
    ...(tls?.authority && { certificateAuthority: tls.authority }),
    ...(Object.keys(seen).length > 0 && { tools: seen }),
    readme: readme({ stage, shows, url, verify, tools: seen, stages: Object.keys(stages) }),
  };
};
