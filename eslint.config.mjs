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
  kubeconfig: ["src", "stages", "policy", "start", "lab", "verify", "tools", "command-line"],
  "port-forward": ["src", "stages", "policy", "start", "lab", "verify", "tools", "command-line"],
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
  {
    files: ["**/*.ts", "**/*.tsx", "**/*.mts"],
    extends: [tseslint.configs.strictTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A number in a message is what it looks like.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `() => stop()` says what is done; that it gives nothing is the reader's least concern.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Structure decides here, not class: a Pod with more fields is a Pod.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      // What Node's file functions reject with is a NodeJS.ErrnoException, and is named so.
      "@typescript-eslint/use-unknown-in-catch-callback-variable": "off",
      // By code points, which is how words are compared here.
      "@typescript-eslint/no-misused-spread": ["error", { allow: [{ from: "lib", name: "String" }, "string"] }],
    },
  },
  {
    // What a test reads back, such as JSON that a command printed, fails the test where it is not as expected; what policies
    // look at is whatever some program wrote.
    files: ["test/**/*.ts", "policy/**/*.ts"],
    rules: {
      ...Object.fromEntries(
        ["argument", "assignment", "call", "member-access", "return"].map((use) => [
          `@typescript-eslint/no-unsafe-${use}`,
          "off",
        ]),
      ),
      // To be put in another's place and called from there.
      "@typescript-eslint/unbound-method": "off",
    },
  },
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
