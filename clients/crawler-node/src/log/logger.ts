/** Log lines: JSON for programs, or a line that people can read; no secret in either. */
import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { messageOf } from "../message-of.ts";
import { prettyLine } from "./pretty.ts";

export type Level = "info" | "warn" | "error";
export type LogLine = { time: string; level: Level; message: string } & Record<string, unknown>;

export interface LoggerOptions {
  pretty: boolean;
  /** Values that must never show, wherever they stand. */
  secrets: readonly string[];
  write(line: string): void;
}

const HIDDEN = "[redacted]";
/** A shorter value cannot be told from an ordinary word. */
const LEAST_SECRET = 4;

/** Takes secrets, credentials inside URLs and bearer tokens out of a text. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets
    .filter(({ length }) => length >= LEAST_SECRET)
    .flatMap((secret) => [JSON.stringify(secret).slice(1, -1), secret, encodeURIComponent(secret)]);
  return (text) =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
      .replace(/((?:https?|socks5h?):\/\/)[^\s/@"']+@/gi, `$1${HIDDEN}@`)
      .replace(/\bjd_[\w-]{20,}/g, HIDDEN)
      .replace(/\b(Bearer|Basic) [\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`);
}

export function createLogger(options: LoggerOptions, bindings: Record<string, unknown> = {}): CrawlLogger {
  const redact = createRedactor(options.secrets);
  const at = (level: Level) => (message: string, fields?: Record<string, unknown>) => {
    const line: LogLine = { time: new Date().toISOString(), level, message, ...bindings, ...fields };
    const text = options.pretty ? prettyLine(line) : JSON.stringify(line, plain);
    options.write(redact(text));
  };
  return {
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (more) => createLogger(options, { ...bindings, ...more }),
  };
}

const plain = (_name: string, value: unknown) => (value instanceof Error ? messageOf(value) : value);
