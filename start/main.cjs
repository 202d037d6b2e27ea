/**
 * Where Pulumi starts the program (`main` in package.json). All of it is about time: index.ts is the program.
 */
const { basename } = require("node:path");

require("./compile-typescript.cjs");

/** These know the SDK from within. Where it is another than they know, the program goes without them. */
for (const saving of ["./defer-seldom-used.cjs", "./short-stack-traces.cjs"]) {
  try {
    require(saving);
  } catch (error) {
    const { version } = require("@pulumi/pulumi/package.json");
    const [why] = error.message.split("\n");
    const what = `start/${basename(saving)} does not fit @pulumi/pulumi ${version}, so each run takes longer`;
    process.stderr.write(`${what}: ${why}\n`);
  }
}

module.exports = require("../index.ts");
