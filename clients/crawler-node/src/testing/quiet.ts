import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";

export interface Line {
  level: string;
  message: string;
  fields: Record<string, unknown>;
}

/** A logger that keeps what it is told. */
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

/** Waits for something that comes by itself. */
export async function until<T>(
  what: string,
  probe: () => T | false | null | undefined,
  ms = 20_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
