/** Structured logs (C7): one JSON object a line. Workers Logs indexes the fields; locally they are greppable. */
import type { Config } from "./config.ts";
import { parseKeyring } from "./domain/keyring.ts";

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];
export type LogFields = Record<string, unknown>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose every line carries these fields too. */
  child(bindings: LogFields): Logger;
}

export type LogLine = { time: string; level: LogLevel; message: string } & LogFields;

export interface LoggerOptions {
  /** Lines below this level are not written. Default `info`. */
  level?: LogLevel;
  /** Values that must never show, wherever they stand in a line. */
  secrets?: readonly string[];
  /** Turns a line into text. Default: JSON, with the fields that are secrets by their name hidden. */
  format?: (line: LogLine) => string;
  /** Default: the console method of the level. */
  write?: (line: string, level: LogLevel) => void;
  /** Gets each line of level error too, as it is written; it must not throw. */
  report?: ((line: string) => void) | undefined;
}

/** Names of fields whose value is a secret by nature. */
export const SECRET_NAME =
  /^(authorization|cookies?|set-cookie|(.+[-_])?(password|secret)|(admin[-_]|setup[-_]|access[-_]|bearer[-_]|session[-_]|reset[-_])?token|(.+[-_])?sign[-_]?key|(.+[-_])?api[-_]?key|backup[-_]codes)$/i;
const HIDDEN = "[redacted]";
/** A shorter value cannot be told from an ordinary word: only its field's name hides it. */
const MIN_SECRET_CHARS = 4;

/** The secrets of a configuration, for {@link createLogger} and {@link createRedactor}. */
export const secretsOf = (config: Config): string[] => [
  config.AUTH_SECRET,
  ...(config.SETUP_TOKEN ? [config.SETUP_TOKEN] : []),
  ...(config.SMTP_URL ? [config.SMTP_URL] : []),
  ...(config.SENTRY_DSN ? [config.SENTRY_DSN] : []),
  ...(config.VAULT_KEYS ? parseKeyring(config.VAULT_KEYS).map(({ key }) => key) : []),
  config.CLICKHOUSE_PASSWORD,
  ...Object.values(config.signKeys),
];

/** Takes known secrets, credentials inside URLs and bearer tokens out of a text. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  // The forms inside a JSON line, in plain text and in a URL.
  const known = secrets
    .filter((secret) => secret.length >= MIN_SECRET_CHARS)
    .flatMap((secret) => [JSON.stringify(secret).slice(1, -1), secret, encodeURIComponent(secret)]);
  return (text) =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
      // The scheme is bounded: the search would else begin at each letter of a long text and read to its end.
      .replace(/\b([a-z][a-z0-9+.-]{0,15}:\/\/)[^\s/@"']+@/gi, `$1${HIDDEN}@`)
      .replace(/\bjd_[\w-]{20,}/g, HIDDEN)
      .replace(/\b(Bearer|Basic) [\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`);
}

function toPlain(name: string, value: unknown): unknown {
  if (SECRET_NAME.test(name) && value != null) return HIDDEN;
  if (typeof value === "bigint") return value.toString();
  if (!(value instanceof Error)) return value;
  const { name: type, message, stack, cause } = value;
  return { ...value, type, message, stack, ...(cause === undefined ? {} : { cause }) };
}

function stringify(line: LogFields): string {
  try {
    return JSON.stringify(line, toPlain);
  } catch (error) {
    // A circular field must not cost the line itself.
    const { time, level, message, request_id } = line;
    return JSON.stringify({ time, level, message, request_id, unloggable: String(error) });
  }
}

/**
 * @param bindings fields of every line, for example `{ component: "api" }`
 */
export function createLogger(bindings: LogFields = {}, options: LoggerOptions = {}): Logger {
  const lowest = LEVELS.indexOf(options.level ?? "info");
  const redact = createRedactor(options.secrets ?? []);
  const format = options.format ?? stringify;
  const write = options.write ?? ((line, level) => console[level](line));
  const loggerOf = (fields: LogFields): Logger => {
    const at = (level: LogLevel) => (message: string, more?: LogFields) => {
      if (LEVELS.indexOf(level) < lowest) return;
      const time = new Date().toISOString();
      const line = redact(format({ time, level, message, ...fields, ...more }));
      write(line, level);
      if (level === "error") options.report?.(line);
    };
    return {
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      child: (more) => loggerOf({ ...fields, ...more }),
    };
  };
  return loggerOf(bindings);
}
