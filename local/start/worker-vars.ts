/** Vars and secrets of the local Worker: wrangler.toml says production, this says what differs here. */
import type { z } from "zod";
import type { PlatformSettings } from "../../shared/contracts/settings.ts";
import type { ClickHouseTarget } from "./clickhouse-target.ts";
import type { Ports } from "./ports.ts";
import type { Secrets } from "./secrets.ts";

/** Browsers open at once: each takes about 300 MB and most of a core while it loads a page. */
const BROWSERS = 2;

/** The local boards have no rights to respect: delays of milliseconds, so that a trial takes seconds (A19 is production's). */
const QUICK = {
  delay_ms: 5,
  jitter_ms: 5,
  timeout_ms: 15_000,
  early_stop_pages: 2,
  breaker_cooldown_ms: 2000,
  breaker_failures: 5,
} as const;

type Settings = z.input<typeof PlatformSettings>;

function settingsOf(port: number, own: Pick<Settings, "fetch_mode" | "concurrency" | "cap_rows">): Settings {
  const url = `http://127.0.0.1:${port}`;
  return { ...QUICK, ...own, list_url: url, detail_url: url, company_url: url };
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
    QCWY_SIGN_KEY: secrets.QCWY_SIGN_KEY,
    VAULT_KEYS: secrets.VAULT_KEYS,
    LEASE_MS: "15000",
    RETRY_BASE_MS: "200",
    RETRY_MAX_MS: "5000",
    COMMIT_MS: "100",
    INGEST_RETRY_BASE_MS: "200",
    INGEST_RETRY_MAX_MS: "5000",
    INGEST_LINGER_MS: "1000",
    BROWSER_CAP: String(BROWSERS),
    BOSS: JSON.stringify(
      settingsOf(ports.boss, { fetch_mode: "browser", concurrency: BROWSERS, cap_rows: 300 }),
    ),
    QCWY: JSON.stringify(settingsOf(ports.qcwy, { fetch_mode: "http", concurrency: 6, cap_rows: 1000 })),
    ZHILIAN: JSON.stringify(
      settingsOf(ports.zhilian, { fetch_mode: "http", concurrency: 6, cap_rows: 1000 }),
    ),
  };
}

/**
 * As a file in the form of `.dev.vars` for `wrangler dev --env-file`. Values stand in single quotes: inside them
 * nothing is read as an escape; `$` is written as an escape, because Wrangler expands variables everywhere.
 * @throws Error for a value that the form cannot hold
 */
export function toEnvFile(vars: Record<string, string>): string {
  return Object.entries(vars)
    .map(([name, value]) => {
      if (/['\n\r]/.test(value)) throw new Error(`${name}: holds a quote or a line break`);
      return `${name}='${value.replaceAll("$", "\\$")}'\n`;
    })
    .join("");
}
