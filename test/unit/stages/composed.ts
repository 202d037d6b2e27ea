import { compose } from "../../../src/stage/compose";
import type { ParameterValues } from "../../../src/config/parameter";
import { parametersOf } from "../../../src/config/settings";
import { stages } from "../../../stages";

export type StageName = keyof typeof stages;
export const names = Object.keys(stages) as StageName[];

const defaults: ParameterValues = Object.fromEntries(
  Object.entries(parametersOf(stages)).map(([key, { default: d }]) => [key, d]),
);

/** Stages put together, with their parameters' defaults but for these values. */
export const composed = (list: readonly string[], values: ParameterValues = {}) =>
  compose(list, stages, { ...defaults, ...values });
