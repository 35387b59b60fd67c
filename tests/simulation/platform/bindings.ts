/** The bindings of the Worker: the variables of wrangler.toml with the times of the simulation, queues and objects. */
import { QUEUES } from "../../../shared/contracts/queues.ts";
import type { Objects } from "./objects.ts";
import type { Queues } from "./queues.ts";

const VARS = {
  ENVIRONMENT: "local",
  CLICKHOUSE_URL: "http://127.0.0.1:1",
  CLICKHOUSE_USER: "default",
  CLICKHOUSE_PASSWORD: "none",
  CLICKHOUSE_DATABASE: "jobdata",
  AUTH_SECRET: "simulated-auth-secret-0123456789abcdef",
  PUBLIC_URL: "https://dashboard.test",
  MAIL_FROM: "jobdata@example.com",
  QCWY_SIGN_KEY: "none",
  LEASE_MS: 60_000,
  RETRY_BASE_MS: 30_000,
  RETRY_MAX_MS: 1_800_000,
  RETRY_ATTEMPTS: 5,
  RECRAWL_HOURS: 24,
  FULL_CRAWL_DAYS: 7,
  COMMIT_MS: 250,
  INLINE_WAIT_MS: 5000,
  LEDGER_SHARDS: 1,
  SEEN_SHARDS: 1,
  DISPATCH_WINDOW: 4,
  COMPANY_EVERY_MINUTES: 60,
  COMPANY_COLLECT: 5,
  COMPANY_PROCESS: 5,
  COMPANY_REFRESH_DAYS: 30,
  INGEST_ATTEMPTS: 4,
  INGEST_RETRY_BASE_MS: 1000,
  INGEST_RETRY_MAX_MS: 60_000,
  INGEST_LINGER_MS: 10_000,
  DNS_OVER_HTTPS_URL: "https://dns.test/dns-query",
  BROWSER_CAP: 2,
  DICTIONARY_MAX_ADDED: 50,
  DICTIONARY_MAX_DRIFT: 0,
  QUALITY_CHECK: "off",
  BOSS: {},
  QCWY: {},
  ZHILIAN: {
    company_days: 30,
    runs_on: "both",
    node_labels: [],
    delay_ms: 1000,
    jitter_ms: 0,
    concurrency: 3,
    cap_rows: 60,
    breaker_cooldown_ms: 300_000,
  },
};

/** @param details whether the own page of each posting is fetched too */
export function bindings(objects: Objects, queues: Queues, details: "off" | "new"): Env {
  const ofQueues = Object.fromEntries(QUEUES.map(({ binding }) => [binding, queues.binding(binding)]));
  return {
    ...VARS,
    ZHILIAN: { ...VARS.ZHILIAN, details },
    ...ofQueues,
    KEYWORD_LEDGER: objects.namespace("KeywordLedger"),
    COMPANY_LEDGER: objects.namespace("CompanyLedger"),
    SEEN_INDEX: objects.namespace("SeenIndex"),
    INGEST_LEDGER: objects.namespace("IngestLedger"),
    NODE_FLEET: objects.namespace("NodeFleet"),
    RESOURCE_POOL: objects.namespace("ResourcePool"),
    BULK_ACTION: objects.namespace("BulkAction"),
    LIVE_FEED: objects.namespace("LiveFeed"),
    TASK_LEDGER: objects.namespace("TaskLedger"),
  } as unknown as Env;
}
