/** Vars and secrets of the local Worker, as far as they differ from production's in wrangler.toml. */
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformSettings } from "../../shared/contracts/settings.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { needsBrowser, settingsVariable } from "../../shared/platforms/platforms.ts";
import type { ClickHouseTarget } from "./clickhouse-target.ts";
import type { Ports } from "./ports.ts";
import { type Secrets, signKeysOf } from "./secrets.ts";

/** Number of open browsers: each takes about 300 MB and most of a core while it loads a page. */
const BROWSERS = 2;
/** Number of concurrent requests to a board that is crawled without a browser. */
const HTTP_REQUESTS = 6;

/** The local boards need no politeness: delays of milliseconds let a trial run in seconds (A19 binds production). */
const QUICK = {
  delay_ms: 5,
  jitter_ms: 5,
  timeout_ms: 15_000,
  early_stop_pages: 2,
  breaker_cooldown_ms: 2000,
  breaker_failures: 5,
} as const;

/** The values that differ from the platform's own settings. */
function settingsOf(platform: Platform, ports: Ports): Partial<PlatformSettings> {
  const url = `http://127.0.0.1:${ports[platform]}`;
  const concurrency = needsBrowser(platform) ? BROWSERS : HTTP_REQUESTS;
  return { ...QUICK, concurrency, list_url: url, detail_url: url, company_url: url, dictionary_url: url };
}

export function workerVars(
  ports: Ports,
  secrets: Secrets,
  clickhouse: ClickHouseTarget,
): Record<string, string> {
  return {
    ENVIRONMENT: "local",
    CLICKHOUSE_URL: clickhouse.url,
    CLICKHOUSE_USER: clickhouse.user,
    CLICKHOUSE_PASSWORD: clickhouse.password,
    CLICKHOUSE_DATABASE: clickhouse.database,
    AUTH_SECRET: secrets.AUTH_SECRET,
    SETUP_TOKEN: secrets.SETUP_TOKEN,
    PUBLIC_URL: `http://127.0.0.1:${ports.dashboard}`,
    SMTP_URL: `smtp://jobdata:local@127.0.0.1:${ports.mail}`,
    MAIL_FROM: "jobdata@localhost.localdomain",
    ...signKeysOf(secrets),
    VAULT_KEYS: secrets.VAULT_KEYS,
    LEASE_MS: "15000",
    RETRY_BASE_MS: "200",
    RETRY_MAX_MS: "5000",
    COMMIT_MS: "100",
    INGEST_RETRY_BASE_MS: "200",
    INGEST_RETRY_MAX_MS: "5000",
    INGEST_LINGER_MS: "1000",
    BROWSER_CAP: String(BROWSERS),
    ...Object.fromEntries(
      PLATFORMS.map((platform) => [settingsVariable(platform), JSON.stringify(settingsOf(platform, ports))]),
    ),
  };
}

/**
 * Formats the variables like `.dev.vars`, for `wrangler dev --env-file`. Values are in single quotes, inside which no
 * escape is read; `$` is escaped, because Wrangler expands variables everywhere.
 * @throws Error for a value that the format cannot express
 */
export function toEnvFile(vars: Record<string, string>): string {
  return Object.entries(vars)
    .map(([name, value]) => {
      if (/['\n\r]/.test(value)) throw new Error(`${name}: holds a quote or a line break`);
      return `${name}='${value.replaceAll("$", "\\$")}'\n`;
    })
    .join("");
}
