import { Fortio } from "./src/load/fortio";
import { Mesh } from "./src/mesh/mesh";
import { readSettings } from "./src/settings";
import { SockShop } from "./src/shop/sock-shop";
import { StageRecord } from "./src/stage-record";

const settings = readSettings();
const { traffic, names, loadGenerator } = settings.stage;
const { images, gatewaySelector } = settings;

const shop = new SockShop("sock-shop", { traffic, images });
const namespace = shop.namespace.metadata.name;
const mesh = new Mesh("sock-shop", { namespace, services: shop.services, traffic, gatewaySelector });
const load = loadGenerator ? [new Fortio("fortio", { namespace, images })] : [];
new StageRecord("stage", { namespace, names }, { dependsOn: [shop, mesh, ...load] });

/** Name of the stage, or names joined by a comma. */
export const stage = names.join(",");
/** What the audience is told. */
export const shows = settings.stage.shows;
/** Where the shop answers. */
export const url = settings.url;
/** The command that proves it. */
export const verify = `npm run verify -- ${stage}`;
