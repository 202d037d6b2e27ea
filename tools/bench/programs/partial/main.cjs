// As start/main.cjs starts index.ts, with a part of it, or all, in its place.
require("../../../../start/defer-seldom-used.cjs");
require("../../../../start/compile-typescript.cjs");
require("../../../../start/short-stack-traces.cjs");

module.exports = require(`./${process.env.BENCH_UP_TO}.ts`);
