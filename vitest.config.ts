import { fileURLToPath } from "node:url";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig, type Plugin } from "vitest/config";

/** A test may rely on these values; none of them points beyond loopback. */
const testVars = {
  ENVIRONMENT: "local",
  CLICKHOUSE_URL: "http://127.0.0.1:1",
  CLICKHOUSE_PASSWORD: "test-password",
  AUTH_SECRET: "test-auth-secret-0123456789abcdef0123456789",
  SETUP_TOKEN: "test-setup-token-0123456789abcdef0123456789",
  PUBLIC_URL: "https://dashboard.test",
  QCWY_SIGN_KEY: "test-sign-key",
  VAULT_KEYS: "test:dGVzdC12YXVsdC1rZXktMDEyMzQ1Njc4OWFiY2RlZjA=",
  RETRY_BASE_MS: "10",
};

/** Gives the Worker of the tests the passwords of tests/edge/remembered-password.ts. */
const rememberPasswords: Plugin = {
  name: "remember-passwords",
  enforce: "pre",
  resolveId: (id, importer) =>
    id.endsWith("/password.ts") && /\/workers\/iam\/.*(?<!\.test)\.ts$/.test(importer ?? "")
      ? fileURLToPath(new URL("tests/edge/remembered-password.ts", import.meta.url))
      : null,
};

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          rememberPasswords,
          cloudflareTest({ wrangler: { configPath: "./wrangler.toml" }, miniflare: { bindings: testVars } }),
        ],
        test: {
          name: "edge",
          testTimeout: 30_000,
          // Loading the Worker again for each file took two thirds of the time.
          isolate: false,
          setupFiles: ["./tests/edge/empty-storage.setup.ts"],
          include: ["{workers,durable-objects}/**/*.test.ts"],
          provide: { d1Migrations: await readD1Migrations("./migrations/d1") },
          // These tests use a real ClickHouse, which the workerd of a test cannot start, so they run in Node.
          exclude: ["**/*.node.test.ts"],
        },
      },
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["{shared,local,clients,migrations,bench}/**/*.test.ts", "workers/**/*.node.test.ts"],
          testTimeout: 30_000,
          // Some start a ClickHouse; on a busy machine that takes a while.
          hookTimeout: 60_000,
        },
      },
      {
        test: { name: "pages", environment: "node", include: ["pages/{src,proxy}/**/*.test.ts"] },
      },
      {
        test: {
          name: "system",
          environment: "node",
          include: ["tests/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // These tests wait for leases, ticks and retries much of the time, so two files share the cores well.
          maxWorkers: 2,
          globalSetup: ["./tests/support/prepare-machine.ts"],
        },
      },
    ],
  },
});
