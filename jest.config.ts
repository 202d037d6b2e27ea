import type { Config } from "jest";

const shared = {
  testEnvironment: "node",
  // ES modules, which Jest cannot load as they are.
  transformIgnorePatterns: ["/node_modules/(?!jose/|@marcbachmann/)"],
  transform: { "^.+\\.[jt]s$": ["@swc/jest", { jsc: { target: "es2022" } }] },
} satisfies Config;

const inLab = {
  testEnvironment: "<rootDir>/test/lab/lab-environment.ts",
  globalSetup: "<rootDir>/test/lab/found.ts",
  globalTeardown: "<rootDir>/test/lab/stop-tests-lab.ts",
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
    { ...shared, ...inLab, displayName: "lab", testMatch: ["<rootDir>/test/lab/**/*.test.ts"] },
    { ...shared, ...inLab, displayName: "faults", testMatch: ["<rootDir>/test/faults/**/*.test.ts"] },
  ],
};

export default config;
