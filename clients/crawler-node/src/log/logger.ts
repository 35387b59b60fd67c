/** Log lines: JSON for programs, or a line that people can read; neither holds a secret. */
import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { messageOf } from "../message-of.ts";
import type { Level, LogLine } from "./line.ts";
import { prettyLine } from "./pretty.ts";
import { createRedactor } from "./redact.ts";

export interface LoggerOptions {
  pretty: boolean;
  /** Values that must never show, wherever they stand. */
  secrets: readonly string[];
  write(line: string): void;
}

/** @param bindings fields of every line, as `child` adds them */
export function createLogger(options: LoggerOptions, bindings: Record<string, unknown> = {}): CrawlLogger {
  const redact = createRedactor(options.secrets);
  const at = (level: Level) => (message: string, fields?: Record<string, unknown>) => {
    const line: LogLine = { time: new Date().toISOString(), level, message, ...bindings, ...fields };
    const text = options.pretty ? prettyLine(line) : JSON.stringify(line, errorsAsText);
    options.write(redact(text));
  };
  return {
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (more) => createLogger(options, { ...bindings, ...more }),
  };
}

const errorsAsText = (_name: string, value: unknown) => (value instanceof Error ? messageOf(value) : value);
