import type { ToolPage } from "../tool-page.ts";
import { prometheus } from "./prometheus.ts";
import { zipkin } from "./zipkin.ts";

/** The pages of what stages bring beside the shop, by the name of their file. */
export const pages: Readonly<Record<string, ToolPage>> = { prometheus, zipkin };
