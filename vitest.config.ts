import { fileURLToPath } from "node:url";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig, type Plugin } from "vitest/config";
import { LongestFirst } from "./tests/support/longest-first.ts";

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

/**
 * Limits are long, because a busy machine is no fault of the code; what hangs still ends. A test that passes never waits for
 * them. `expect.poll` would give up after one second.
 */
const patient = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 60_000, interval: 20 } },
} as const;

/** These change what others in their process would see (modules, clock, variables), so each has a process of its own. */
const APART = [
  "clients/crawler-node/src/doctor/*.test.ts",
  "clients/crawler-node/src/loop/*.test.ts",
  "clients/crawler-node/src/routes/*.test.ts",
  "local/chrome/*.test.ts",
  "local/start/screen.test.ts",
  "local/test/run-checks.test.ts",
  "local/test/scratch-folder.test.ts",
  "tests/simulation/**/*.test.ts",
  "workers/crawl/fetchers/browser.node.test.ts",
  "workers/notify/mail.node.test.ts",
  "workers/push/deliver.node.test.ts",
  "workers/subscriptions/fault-run.node.test.ts",
  "workers/webhooks/webhooks.node.test.ts",
];

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [
          rememberPasswords,
          cloudflareTest({ wrangler: { configPath: "./wrangler.toml" }, miniflare: { bindings: testVars } }),
        ],
        test: {
          ...patient,
          name: "edge",
          // Loading the Worker again for each file took two thirds of the time.
          isolate: false,
          setupFiles: ["./tests/edge/empty-storage.setup.ts"],
          globalSetup: ["./tests/edge/storage-double/answers.setup.ts"],
          include: ["{workers,durable-objects}/**/*.test.ts"],
          provide: { d1Migrations: await readD1Migrations("./migrations/d1") },
          // These tests use a real ClickHouse, which the workerd of a test cannot start, so they run in Node.
          exclude: ["**/*.node.test.ts"],
        },
      },
      {
        test: {
          ...patient,
          name: "pages",
          environment: "node",
          // Reading the modules again for each file took nearly all of the time.
          isolate: false,
          include: ["pages/{src,proxy}/**/*.test.ts"],
        },
      },
      {
        test: {
          ...patient,
          name: "unit",
          environment: "node",
          isolate: false,
          include: ["{shared,migrations,clients,local,bench}/**/*.test.ts", "workers/**/*.node.test.ts"],
          exclude: ["**/node_modules/**", ...APART],
        },
      },
      {
        test: {
          ...patient,
          name: "unit:apart",
          environment: "node",
          include: APART,
        },
      },
      {
        test: {
          ...patient,
          name: "system",
          environment: "node",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/simulation/**"],
          // These tests wait for leases, ticks and retries much of the time, so two files share the cores well.
          maxWorkers: 2,
          globalSetup: ["./tests/support/prepare-machine.ts"],
          // A test of these is a walk of many waits, each with its own limit.
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
        },
      },
    ],
  },
});
