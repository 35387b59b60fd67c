/** Vars and secrets of the Worker, checked by zod before first use; read by the script and by its objects. */
import { z } from "zod";
import { parseKeyring } from "../domain/keyring.ts";
import { ConfigError } from "../errors/config-error.ts";
import { messageOf } from "../errors/message-of.ts";
import type { Platform } from "./platform.ts";
import { PlatformSettings } from "./settings.ts";

const text = z.string().min(1);
const integer = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
/** TOML tables arrive as objects, `.dev.vars` as JSON strings. */
const settings = z.preprocess((value, context) => {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    context.addIssue({ code: "custom", message: "is not JSON" });
    return z.NEVER;
  }
}, PlatformSettings);

const keyring = z.string().superRefine((value, context) => {
  try {
    parseKeyring(value);
  } catch (error) {
    context.addIssue({ code: "custom", message: messageOf(error) });
  }
});

const Config = z.object({
  ENVIRONMENT: z.enum(["local", "production"]),
  CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }),
  CLICKHOUSE_USER: text,
  CLICKHOUSE_PASSWORD: text,
  CLICKHOUSE_DATABASE: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is not a database name"),
  /** Signs sessions, encrypts second factors. */
  AUTH_SECRET: z.string().min(32, "needs at least 32 characters"),
  /** Lets its holder make the first admin, and reset the admin's password; absent: neither. */
  SETUP_TOKEN: z.string().min(32, "needs at least 32 characters").optional(),
  /** Keys of the stored secrets, `id:base64[,…]`; the first seals, all open. Absent: none can be stored. */
  VAULT_KEYS: keyring.optional(),
  /** Origin of the dashboard: links in mails, and whose requests carry the session cookie. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin),
  /** smtp(s)://user:password@host:port; absent: no mail is sent. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^\s/]+/, "is not smtp://… or smtps://…")
    .refine((value) => URL.canParse(value) && new URL(value).hostname !== "", "is not smtp://… or smtps://…")
    .optional(),
  MAIL_FROM: z.email(),
  QCWY_SIGN_KEY: text,
  LEASE_MS: integer(1000, 3_600_000),
  RETRY_BASE_MS: integer(1, 3_600_000),
  RETRY_MAX_MS: integer(1, 86_400_000),
  RETRY_ATTEMPTS: integer(1, 100),
  RECRAWL_HOURS: integer(0, 8760),
  COMMIT_MS: integer(0, 10_000),
  INLINE_WAIT_MS: integer(0, 30_000),
  LEDGER_SHARDS: integer(1, 256),
  SEEN_SHARDS: integer(1, 256),
  DISPATCH_WINDOW: integer(1, 1000),
  INGEST_ATTEMPTS: integer(1, 1000),
  INGEST_RETRY_BASE_MS: integer(1, 3_600_000),
  INGEST_RETRY_MAX_MS: integer(1, 86_400_000),
  INGEST_LINGER_MS: integer(0, 600_000),
  DNS_OVER_HTTPS_URL: z.url({ protocol: /^https?$/ }),
  BROWSER_CAP: integer(1, 120),
  BOSS: settings,
  QCWY: settings,
  ZHILIAN: settings,
});

export type Config = Omit<z.infer<typeof Config>, "BOSS" | "QCWY" | "ZHILIAN"> & {
  platforms: Record<Platform, PlatformSettings>;
};

const checked = new WeakMap<object, Config>();

/**
 * Reads vars and secrets once per isolate.
 * @throws ConfigError one line that names the first missing or malformed variable, never its value
 */
export function readConfig(env: object): Config {
  const known = checked.get(env);
  if (known) return known;
  const parsed = Config.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = issue?.path.join(".") ?? "environment";
    const missing = (env as Record<string, unknown>)[String(issue?.path[0])] === undefined;
    throw new ConfigError(name, missing ? "is missing" : (issue?.message ?? "is malformed"));
  }
  const { BOSS, QCWY, ZHILIAN, ...rest } = parsed.data;
  const config = { ...rest, platforms: { boss: BOSS, qcwy: QCWY, zhilian: ZHILIAN } };
  checked.set(env, config);
  return config;
}
