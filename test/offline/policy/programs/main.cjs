const { env } = require("node:process");
require("../../../../start/compile-typescript.cjs");
const { programs } = require("./programs.ts");

// The environment says which: one of the programs, broken or repaired.
programs[env.POLICY_PROGRAM][env.POLICY_VARIANT]();
