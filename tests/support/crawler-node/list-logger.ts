/** Makes a logger that keeps its lines, so that a test can read them. */
import type { CrawlLogger } from "../../../shared/crawl/crawl-services.ts";

export interface Line {
  level: string;
  message: string;
  fields: Record<string, unknown>;
}

/** @param bindings fields of every line, as `child` adds them */
export function listLogger(
  lines: Line[] = [],
  bindings: Record<string, unknown> = {},
): CrawlLogger & { lines: Line[] } {
  const at =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ level, message, fields: { ...bindings, ...fields } });
  return {
    lines,
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (more) => listLogger(lines, { ...bindings, ...more }),
  };
}
