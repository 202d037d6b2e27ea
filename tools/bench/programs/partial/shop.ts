import { Mesh } from "../../../../src/mesh/mesh";
import { signingKey } from "../../../../src/cluster/signing-key";
import { hostList } from "../../../../src/config/hosts";
import { readSettings } from "../../../../src/config/settings";
import { deploymentName } from "../../../../src/shop/deployment-name";
import type { ServiceDeclaration } from "../../../../src/shop/service";
import { services } from "../../../../src/shop/services";
import { SockShop } from "../../../../src/shop/sock-shop";
import { stages } from "../../../../stages";

/** The shop's own components, from a table that has each service as often as BENCH_COPIES says. */
const table: Record<string, ServiceDeclaration> = services;
const images: Record<string, string> = {};
for (const [name, declaration] of Object.entries(table)) {
  for (let copy = 2; copy <= Number(process.env["BENCH_COPIES"]); copy += 1) {
    table[`${name}-${copy}`] = declaration;
    images[deploymentName(`${name}-${copy}`, "v1")] = declaration.versions.v1;
  }
}

const { stage, hosts, ...settings } = readSettings(stages);
const { traffic, setUpInbound, takesTokens } = stage;
const shop = new SockShop("sock-shop", { ...settings, images: { ...settings.images, ...images }, traffic });
const { namespace } = shop.place;
new Mesh("sock-shop", {
  ...settings,
  hosts: hostList(hosts),
  namespace,
  services: shop.services,
  traffic,
  setUpInbound,
  takesTokens,
  tokenKey: signingKey().publicHalf,
  needs: [],
  ofNamespace: {},
});
