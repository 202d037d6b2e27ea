/**
 * Pulumi's SDK loads these at each start, and they are more than half of what it loads. This program needs none of
 * them; if it ever does, they are loaded then.
 */
const { createRequire } = require("node:module");

/** Functions as text, for dynamic providers, take the first two; programs that start Pulumi themselves the third. */
const seldomUsed = ["typescript", "@npmcli/arborist", "./automation"];

const sdk = createRequire(require.resolve("@pulumi/pulumi"));

/** @returns nothing where the SDK has no such module: newer ones do without the second */
function pathOf(name) {
  try {
    return [sdk.resolve(name)];
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    return [];
  }
}

for (const path of seldomUsed.flatMap(pathOf).filter((path) => !(path in require.cache))) {
  const stub = { id: path, filename: path, loaded: true, children: [], paths: [] };
  const load = () => {
    if (require.cache[path] === stub) Reflect.deleteProperty(require.cache, path);
    return sdk(path);
  };
  // Called an ES module, it is handed on as it is; of others the SDK's compiled code copies all fields at once.
  stub.exports = new Proxy({}, { get: (_, key) => (key === "__esModule" ? true : load()[key]) });
  require.cache[path] = stub;
}
