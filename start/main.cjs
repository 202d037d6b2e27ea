/**
 * Where Pulumi starts the program (`main` in package.json). All of it is about time: index.ts is the program.
 */
require("./defer-seldom-used.cjs");
require("./compile-typescript.cjs");
require("./short-stack-traces.cjs");

module.exports = require("../index.ts");
