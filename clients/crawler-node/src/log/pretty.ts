/** One log line for people: time, sign, what happened, and the rest as name=value. Columns fit Chinese. */
import pc from "picocolors";
import type { LogLine } from "../../../../shared/log.ts";
import { padded } from "../../../terminal/width.ts";

const SIGNS = { debug: pc.dim("·"), info: pc.green("✓"), warn: pc.yellow("!"), error: pc.red("✗") };
const KEYWORD_COLUMNS = 24;
/** Fields that stand in every line of a keyword and serve programs only. */
const QUIET = new Set(["run_id", "keyword_id", "time", "level", "message", "fence"]);

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
