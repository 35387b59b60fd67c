/** One log line for people: time, sign, what happened, and the rest as name=value. Columns fit Chinese. */
import pc from "picocolors";
import type { LogLine } from "../../../../shared/log.ts";

const SIGNS = { debug: pc.dim("·"), info: pc.green("✓"), warn: pc.yellow("!"), error: pc.red("✗") };
const KEYWORD_COLUMNS = 24;
/** Fields that stand in every line of a keyword and serve programs only. */
const QUIET = new Set(["run_id", "keyword_id", "time", "level", "message", "fence"]);

/** Columns of a text in a terminal: a Chinese character takes two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
        letter,
      )
        ? 2
        : 1;
  return width;
}

const padded = (text: string, columns: number) => text + " ".repeat(Math.max(0, columns - widthOf(text)));

export function prettyLine(line: LogLine): string {
  const time = pc.dim(localTime(line.time));
  const body = line.message === "crawl.page" ? pageLine(line) : otherLine(line);
  return `${time} ${SIGNS[line.level]} ${body}`;
}

function localTime(iso: string): string {
  const date = new Date(iso);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

function pageLine(line: LogLine): string {
  const { platform, keyword, city, page, what, rows, ms, outcome, proxy, reason } = line;
  const name = padded(`${keyword}·${city}`, KEYWORD_COLUMNS);
  const where = typeof page === "number" ? `page ${page}` : String(what ?? "page");
  const end = [
    outcome === "ok" ? "" : pc.yellow(String(outcome)),
    proxy ? pc.dim(`via ${proxy}`) : "",
    reason ? pc.dim(String(reason)) : "",
  ];
  return [
    pc.cyan(String(platform).padEnd(7)),
    name,
    where.padEnd(8),
    `${rows} rows`.padStart(8),
    `${ms} ms`.padStart(8),
    ...end.filter(Boolean),
  ].join(" ");
}

function otherLine(line: LogLine): string {
  const rest = Object.entries(line)
    .filter(([name, value]) => !QUIET.has(name) && value !== undefined && value !== null && value !== "")
    .map(([name, value]) => `${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  return `${line.message} ${pc.dim(rest.join(" "))}`.trimEnd();
}
