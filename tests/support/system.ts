/**
 * Runs the whole system for a test, all of it real but the three sites: workerd with D1, Durable Objects, Queues
 * and R2; the ClickHouse engine over HTTP; the job boards. Every port is free-chosen, every folder is new.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@clickhouse/client-web";
import type { TestHarness } from "wrangler";
import { startClickHouse } from "../../local/clickhouse/start.ts";
import type { CorpusChoice } from "../../local/job-boards/corpus.ts";
import { type JobBoards, startJobBoards } from "../../local/job-boards/start.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformSettings } from "../../shared/contracts/settings.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { builtWorker } from "./built-workers.ts";
import type { Chaos } from "./chaos.ts";
import { copyMigratedFolder, DATABASE } from "./clickhouse/migrated-folder.ts";
import { createTestHarness } from "./direct-network.ts";
import { type Outside, operations } from "./operations.ts";
import { setUpKey } from "./set-up-key.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const AUTH_SECRET = "system-test-auth-secret-0123456789abcdef";
const SETUP_TOKEN = "system-test-setup-token-0123456789abcdef";
const PASSWORD = "system-test-password";
/** The boards and the Worker use this signing key for 51job. */
export const SIGN_KEY = "system-test-sign-key";
const VAULT_KEYS = "system:c3lzdGVtLXRlc3QtdmF1bHQta2V5LTAxMjM0NTY3ODk=";

export interface SystemOptions {
  corpus?: CorpusChoice;
  /** One query reaches this many rows at the boards; it is also the Worker's `cap_rows`. */
  caps?: Partial<Record<Platform, number>>;
  platforms?: Partial<Record<Platform, Partial<PlatformSettings>>>;
  /** These replace the test's defaults. */
  vars?: Record<string, string | number>;
  /** Boss answers plain HTTP; false wants a browser, as the site does. */
  bossOpen?: boolean;
  /** Runs `tests/edge/chaos-worker.ts` in place of the script, under this test server's command. */
  chaos?: Chaos;
}

/**
 * For tests that wait until the lease of a dead holder ends. A machine that withholds CPU for half of it makes a living holder
 * lose its lease too, and what was done is done again.
 */
export const SHORT_LEASE = { LEASE_MS: 6000 } as const;

/** Times are short so that a test waits for events, never for a default of production. No test waits for the end of this lease. */
const DEFAULT_VARS = {
  ENVIRONMENT: "local",
  LEASE_MS: 30_000,
  RETRY_BASE_MS: 20,
  RETRY_MAX_MS: 200,
  RETRY_ATTEMPTS: 4,
  RECRAWL_HOURS: 24,
  COMMIT_MS: 20,
  INLINE_WAIT_MS: 500,
  INGEST_LINGER_MS: 100,
  INGEST_RETRY_BASE_MS: 50,
  INGEST_RETRY_MAX_MS: 500,
};

export type System = Awaited<ReturnType<typeof startSystem>>;

export async function startSystem(options: SystemOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), "jobdata-system-"));
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closers.reverse()) await end();
  };
  try {
    await copyMigratedFolder(join(folder, "clickhouse"));
    const clickhouse = await startClickHouse({
      dataDir: join(folder, "clickhouse"),
      port: 0,
      user: "default",
      password: PASSWORD,
      database: DATABASE,
    });
    closers.push(() => clickhouse.close());
    const boards = await startJobBoards({
      corpus: options.corpus,
      signKey: SIGN_KEY,
      bossOpen: options.bossOpen ?? true,
      caps: options.caps,
    });
    closers.push(() => boards.close());
    const harness = createTestHarness({
      root: ROOT,
      workers: [
        {
          ...builtWorker(options.chaos ? "chaos" : "script"),
          vars: {
            ...DEFAULT_VARS,
            CLICKHOUSE_URL: clickhouse.url,
            ...Object.fromEntries(PLATFORMS.map((p) => [p.toUpperCase(), settingsOf(p, boards, options)])),
            ...options.vars,
            ...(options.chaos && { CHAOS_URL: options.chaos.url }),
          },
          secrets: {
            AUTH_SECRET,
            SETUP_TOKEN,
            CLICKHOUSE_PASSWORD: PASSWORD,
            QCWY_SIGN_KEY: SIGN_KEY,
            VAULT_KEYS,
          },
        },
      ],
    });
    closers.push(() => harness.close());
    await harness.listen();
    await harness.getWorker().applyD1Migrations("DB");
    const database = createClient({
      url: clickhouse.url,
      username: "default",
      password: PASSWORD,
      database: DATABASE,
    });
    closers.push(() => database.close());
    // A merge would hide a row that came twice.
    await database.command({ query: "SYSTEM STOP MERGES" });
    const send: Outside["send"] = (path, init) => harness.fetch(path, init);
    const apiKey = (await setUpKey(send, SETUP_TOKEN)).key;
    return {
      clickhouse,
      boards,
      harness,
      database,
      apiKey,
      close,
      ...operations({ send, apiKey, boards, database }),
      ...handles(harness),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function settingsOf(platform: Platform, boards: JobBoards, options: SystemOptions): PlatformSettings {
  const { url } = boards[platform];
  return {
    list_url: url,
    detail_url: url,
    company_url: url,
    dictionary_url: url,
    fetch_mode: "http",
    delay_ms: 0,
    jitter_ms: 0,
    concurrency: 4,
    // This is far more than a page takes: a machine that withholds CPU must not look like a network fault.
    timeout_ms: 60_000,
    early_stop_pages: 0,
    cap_rows: options.caps?.[platform] ?? { boss: 300, qcwy: 1000, zhilian: 1000 }[platform],
    max_parts: 1000,
    max_pages: 2000,
    repeat_pages: 1,
    breaker_cooldown_ms: 60_000,
    breaker_failures: 50,
    details: "off",
    company_days: 30,
    runs_on: "both",
    node_labels: [],
    ...options.platforms?.[platform],
  };
}

/** A test controls the runtime itself with these. */
function handles(harness: TestHarness) {
  return {
    /** Fires a tick, as a cron trigger does. */
    tick: () => harness.getWorker().scheduled({ cron: "* * * * *" }),
    /** Evicts an object from memory; its storage stays. An object that is not in memory is no error. */
    async evict(className: string, name: string): Promise<void> {
      await harness
        .getWorker()
        .evictDurableObject(className, { name })
        .catch((error: Error) => {
          if (!error.message.includes("not currently running")) throw error;
        });
    },
    /** Kills workerd without warning and starts it again over the same storage; queues are in memory and lost. */
    killWorker: () => harness.update((options) => options),
    /** Delivers queue messages to a consumer of their own (chaos only), independent of the queue. */
    deliver: (bodies: unknown[]) =>
      harness.fetch("/chaos/deliver", { method: "POST", body: JSON.stringify(bodies) }),
  };
}
