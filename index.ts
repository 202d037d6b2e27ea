import { Fortio } from "./src/load/fortio";
import { Mesh } from "./src/mesh/mesh";
import { whenServed } from "./src/mesh/served";
import { readme as page } from "./src/readme";
import { readSettings } from "./src/settings";
import { SockShop } from "./src/shop/sock-shop";
import { StageRecord } from "./src/stage-record";
import { stages } from "./stages";

const settings = readSettings();
const { traffic, names, loadGenerator } = settings.stage;
const { images, gatewaySelector, openGateway, podSecurity, access } = settings;

const shop = new SockShop("sock-shop", { traffic, images, podSecurity });
const namespace = shop.namespace.metadata.name;
const mesh = new Mesh("sock-shop", { namespace, services: shop.services, traffic, gatewaySelector, openGateway });
const load = loadGenerator ? [new Fortio("fortio", { namespace, images })] : [];
const after = whenServed(mesh, { namespace, gatewaySelector, access });
new StageRecord("stage", { namespace, names, after }, { dependsOn: [shop, mesh, ...load] });

/** Name of the stage, or names joined by a comma. */
export const stage = names.join(",");
/** What the audience is told. */
export const shows = settings.stage.shows;
/** Where the shop answers. */
export const url = settings.url;
/** The command that proves it. */
export const verify = `npm run verify -- ${stage}`;
/** All of this as the stack's page. */
export const readme = page({ stage, shows, url, verify, stages: Object.keys(stages) });
