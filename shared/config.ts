/** Vars and secrets of the Worker, checked by zod before first use; the script and its Durable Objects read them. */

import { z } from "zod";
import { MESSAGE_LANGUAGES } from "./contracts/alert.ts";
import { Platform } from "./contracts/platform.ts";
import { PlatformSettings } from "./contracts/settings.ts";
import { byPlatform, PLATFORMS, QUALITY_MODES } from "./contracts/vocabulary.ts";
import { parseKeyring } from "./domain/keyring.ts";
import { QUALITY_LIMITS } from "./domain/quality/judge.ts";
import { ConfigError } from "./errors/config-error.ts";
import { messageOf } from "./errors/message-of.ts";
import { platforms, settingsVariable, signKeyVariables } from "./platforms/platforms.ts";
import { parseDsn } from "./sentry/dsn.ts";

const text = z.string().min(1);
const integer = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
/** A TOML table arrives as an object, a value of `.dev.vars` as a JSON string; both override the platform's own settings. */
const settingsOf = (platform: Platform) =>
  z.preprocess((value, context) => {
    try {
      const own: unknown = typeof value === "string" ? JSON.parse(value) : (value ?? {});
      const isTable = typeof own === "object" && own !== null && !Array.isArray(own);
      return isTable ? { ...platforms[platform].settings, ...own } : own;
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON" });
      return z.NEVER;
    }
  }, PlatformSettings);

const QualityMode = z.enum(QUALITY_MODES);
/** A word for all platforms, or an object with some of them; the others are checked. */
const qualityModes = z.preprocess(
  (value) => {
    if (typeof value !== "string" || !value.startsWith("{")) return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  },
  z
    .union([
      QualityMode.transform((mode) => byPlatform(() => mode)),
      z
        .partialRecord(Platform, QualityMode)
        .transform((own) => byPlatform((platform) => own[platform] ?? ("on" as const))),
    ])
    .default(byPlatform(() => "on" as const)),
);

const keyring = z.string().superRefine((value, context) => {
  try {
    parseKeyring(value);
  } catch (error) {
    context.addIssue({ code: "custom", message: messageOf(error) });
  }
});

/** Cloudflare's location hints. */
const OBJECT_LOCATIONS = ["wnam", "enam", "sam", "weur", "eeur", "apac", "oc", "afr", "me"] as const;
export type ObjectLocation = (typeof OBJECT_LOCATIONS)[number];

const Vars = z.object({
  ENVIRONMENT: z.enum(["local", "production"]),
  CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }),
  CLICKHOUSE_USER: text,
  CLICKHOUSE_PASSWORD: text,
  CLICKHOUSE_DATABASE: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is not a database name"),
  /** Signs sessions and encrypts second factors. */
  AUTH_SECRET: z.string().min(32, "needs at least 32 characters"),
  /** Allows its holder to create the first admin and to reset the admin's password; without it neither is possible. */
  SETUP_TOKEN: z.string().min(32, "needs at least 32 characters").optional(),
  /** Keys of the stored secrets, `id:base64[,…]`: the first encrypts, all decrypt. Without it no secret can be stored. */
  VAULT_KEYS: keyring.optional(),
  /** Origin of the dashboard: the target of links in mails, and the only origin whose requests may use the session cookie. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin),
  /** smtp(s)://user:password@host:port; without it no mail is sent. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^\s/]+/, "is not smtp://… or smtps://…")
    .refine((value) => URL.canParse(value) && new URL(value).hostname !== "", "is not smtp://… or smtps://…")
    .optional(),
  MAIL_FROM: z.email(),
  /** Language of alerts that are mailed to people; channels have their own. */
  NOTIFY_LANGUAGE: z.enum(MESSAGE_LANGUAGES).default("zh"),
  /** https://key@host/project: errors of the log are sent there too; without it none is. */
  SENTRY_DSN: z
    .string()
    .refine((value) => parseDsn(value) !== null, "is not https://key@host/project")
    .optional(),
  LEASE_MS: integer(1000, 3_600_000),
  RETRY_BASE_MS: integer(1, 3_600_000),
  RETRY_MAX_MS: integer(1, 86_400_000),
  RETRY_ATTEMPTS: integer(1, 100),
  RECRAWL_HOURS: integer(0, 8760),
  FULL_CRAWL_DAYS: integer(0, 365),
  COMMIT_MS: integer(0, 10_000),
  INLINE_WAIT_MS: integer(0, 30_000),
  LEDGER_SHARDS: integer(1, 256),
  SEEN_SHARDS: integer(1, 256),
  DISPATCH_WINDOW: integer(1, 1000),
  COMPANY_EVERY_MINUTES: integer(5, 1440).refine((minutes) => minutes % 5 === 0, "is not a multiple of 5"),
  COMPANY_COLLECT: integer(0, 1000),
  COMPANY_PROCESS: integer(0, 100),
  COMPANY_REFRESH_DAYS: integer(0, 3650),
  INGEST_ATTEMPTS: integer(1, 1000),
  INGEST_RETRY_BASE_MS: integer(1, 3_600_000),
  INGEST_RETRY_MAX_MS: integer(1, 86_400_000),
  INGEST_LINGER_MS: integer(0, 600_000),
  DNS_OVER_HTTPS_URL: z.url({ protocol: /^https?$/ }),
  BROWSER_CAP: integer(1, 120),
  DICTIONARY_MAX_ADDED: integer(0, 100_000),
  DICTIONARY_MAX_DRIFT: integer(0, 100_000),
  /** Whether batches that are far off their baseline wait for a person: one mode for all platforms, or a JSON object of them. */
  QUALITY_CHECK: qualityModes,
  /** Smaller batches are not judged. */
  QUALITY_MIN_ROWS: integer(5, 1000).default(QUALITY_LIMITS.minRows),
  /** Days with enough rows that a platform's own baseline needs. */
  QUALITY_MIN_DAYS: integer(1, 28).default(7),
  /** Addresses that get the daily report of quality, separated by commas; without it none is mailed. */
  QUALITY_REPORT_TO: z
    .string()
    .transform((value) =>
      value
        .split(",")
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.email()).max(20))
    .optional(),
  /** Region in which new Durable Objects are created; without it each is created near its first caller. */
  OBJECT_LOCATION: z.enum(OBJECT_LOCATIONS).optional(),
});

const SignKeys = z.object(Object.fromEntries(signKeyVariables.map(([, variable]) => [variable, text])));
const Platforms = z.object(
  Object.fromEntries(PLATFORMS.map((platform) => [settingsVariable(platform), settingsOf(platform)])),
);

export type Config = z.infer<typeof Vars> & {
  platforms: Record<Platform, PlatformSettings>;
  /** Secrets that sign the requests to a platform; a platform whose requests are not signed has none. */
  signKeys: Partial<Record<Platform, string>>;
};

const checked = new WeakMap<object, Config>();

/**
 * Reads vars and secrets once per isolate.
 * @throws ConfigError one line that names the first missing or malformed variable, never its value
 */
export function readConfig(env: object): Config {
  const known = checked.get(env);
  if (known) return known;
  const vars = parse(Vars, env);
  const signKeys = parse(SignKeys, env);
  const settings = parse(Platforms, env);
  const config: Config = {
    ...vars,
    platforms: byPlatform((platform) => settings[settingsVariable(platform)] as PlatformSettings),
    signKeys: Object.fromEntries(
      signKeyVariables.map(([platform, variable]) => [platform, signKeys[variable]]),
    ),
  };
  checked.set(env, config);
  return config;
}

/** @throws ConfigError */
function parse<T>(schema: z.ZodType<T>, env: object): T {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = issue?.path.join(".") ?? "environment";
  const missing = (env as Record<string, unknown>)[String(issue?.path[0])] === undefined;
  throw new ConfigError(name, missing ? "is missing" : (issue?.message ?? "is malformed"));
}
