/**
 * Compiles TypeScript as it is read, once. Pulumi would do it with ts-node, at each start, which takes longer than all
 * the rest of a preview. Types are removed and not checked (`npm run types` does that), and each line stays on its
 * line, so that stack traces need no source maps.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { addHook } = require("pirates");
const { version } = require("sucrase/package.json");

// `import()` is kept: it is how CommonJS loads packages that are ES modules.
const options = { transforms: ["typescript", "imports"], preserveDynamicImport: true };

/** Compiled files by what they were compiled from and how, so that none is ever out of date. `npm ci` empties it. */
const cache = join(__dirname, "../node_modules/.cache/compiled-typescript");
const how = JSON.stringify({ version, options });

function compile(code) {
  const cached = join(cache, `${createHash("sha256").update(how).update(code).digest("hex")}.js`);
  try {
    return readFileSync(cached, "utf8");
  } catch {
    // Loaded where there is something to compile: that is a third of the time.
    const compiled = require("sucrase").transform(code, options).code;
    keep(cached, compiled);
    return compiled;
  }
}

/** Puts the file there whole or not at all, as programs run side by side. */
function keep(file, content) {
  const partial = `${file}.${process.pid}`;
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(partial, content);
    renameSync(partial, file);
  } catch {
    // A checkout that cannot be written to is compiled each time.
  }
}

addHook(compile, { exts: [".ts"] });
