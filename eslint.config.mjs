import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

/** Folder → folders that nothing in it may import. Types count too: who knows another's types is built on it. */
const closedTo = {
  src: ["stages", "policy", "start", "lab", "verify", "tools", "command-line"],
  stages: ["policy", "start", "lab", "verify", "tools", "command-line"],
  policy: ["stages", "start", "lab", "verify", "tools", "command-line"],
  verify: ["src", "stages", "policy", "start", "lab", "tools"],
  lab: ["src", "stages", "policy", "start", "verify", "tools"],
  "command-line": ["src", "stages", "policy", "start", "lab", "verify", "tools"],
};

const directions = Object.entries(closedTo).map(([folder, closed]) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${closed.join("|")})(/|$)`,
            message: `${folder}/ is built without it: see the design of the house in CONTRIBUTING.md.`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["node_modules", "test/golden"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  prettier,
  {
    rules: {
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
    },
  },
  ...directions,
  {
    // What runs before anything can compile TypeScript is CommonJS.
    files: ["**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { __dirname: "readonly", module: "writable", process: "readonly", require: "readonly" },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
