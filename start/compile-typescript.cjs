/**
 * Compiles TypeScript as it is read. Pulumi would do it with ts-node, which takes longer than all the rest of a
 * preview. Types are removed and not checked (`npm run types` does that), and each line stays on its line, so that
 * stack traces need no source maps.
 */
const { addHook } = require("pirates");
const { transform } = require("sucrase");

// `import()` is kept: it is how CommonJS loads packages that are ES modules.
const options = { transforms: ["typescript", "imports"], preserveDynamicImport: true };

addHook((code, filePath) => transform(code, { ...options, filePath }).code, { exts: [".ts"] });
