/**
 * Where Pulumi starts the program (`main` in package.json). All of it is about time: index.ts is the program.
 */
require("./defer-seldom-used.cjs");
require("./compile-typescript.cjs");

// The SDK reads several stack traces for each resource, and its runner looks each line of them up in source maps.
Error.prepareStackTrace = undefined;

module.exports = require("../index.ts");
