// As start/main.cjs starts index.ts, with the rung in its place.
require("../../../../start/defer-seldom-used.cjs");
require("../../../../start/compile-typescript.cjs");
require("../../../../start/short-stack-traces.cjs");

module.exports = require(`./${process.env.BENCH_RUNG}.ts`);
