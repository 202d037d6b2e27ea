import type { Config } from "jest";

const shared = {
  testEnvironment: "node",
  // An ES module, which Jest cannot load as it is.
  transformIgnorePatterns: ["/node_modules/(?!jose/)"],
  transform: { "^.+\\.[jt]s$": ["@swc/jest", { jsc: { target: "es2022" } }] },
} satisfies Config;

const config: Config = {
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/unit/**/*.test.ts", "<rootDir>/test/golden/**/*.test.ts"],
    },
    // The real engine and provider, without a cluster.
    { ...shared, displayName: "offline", testMatch: ["<rootDir>/test/offline/**/*.test.ts"] },
    { ...shared, displayName: "lab", testMatch: ["<rootDir>/test/lab/**/*.test.ts"] },
    { ...shared, displayName: "faults", testMatch: ["<rootDir>/test/faults/**/*.test.ts"] },
  ],
};

export default config;
