/** The result of a crawl, counted by the ledger and independently by ClickHouse. */
import { z } from "zod";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Imported, Overview } from "./api.ts";
import { type ClickHouseTarget, queryRows } from "./clickhouse-target.ts";

export interface PlatformResult {
  keywords: { done: number; failed: number; blocked: number };
  pages: number;
  /** Sum of the totals that the site reported, over the keywords with a coverage. */
  reported: number;
  /** Number of rows of `jobs FINAL`. */
  stored: number;
  /** Number of distinct keys in `jobs`. */
  distinct: number;
  /** Rows that the ingest did not insert: already stored, or repeated. */
  duplicates: number;
}

export interface Result {
  /** Time from the cron tick to the last row in ClickHouse, seconds. */
  seconds: number;
  platforms: Record<Platform, PlatformResult>;
  keywords_file: KeywordsFile;
}

/** What became of the lines of the file of keywords. */
export interface KeywordsFile {
  received: number;
  created: number;
  /** There before. */
  known: number;
  rejected: number;
  problems: { line?: number; field: string; reason: string }[];
}

/** A crawl that has ended. */
interface Crawled {
  overview: Overview;
  /** Time from the cron tick to the last row in ClickHouse, seconds. */
  seconds: number;
  /** What the API answered to the file of keywords. */
  imported: Imported;
}

const Stored = z.object({ platform: z.string(), stored: z.number(), distinct: z.number() });
/** Two independent counts: FINAL merges by the sorting key, uniqExact counts the keys alone. */
const STORED_SQL = `
  SELECT rows.platform AS platform, rows.stored AS stored, keys.distinct AS distinct
  FROM (SELECT platform, count() AS stored FROM jobs FINAL GROUP BY platform) AS rows
  JOIN (SELECT platform, uniqExact(job_key) AS distinct FROM jobs GROUP BY platform) AS keys
    ON keys.platform = rows.platform`;

export async function collectResult(
  { overview, seconds, imported }: Crawled,
  clickhouse: ClickHouseTarget,
): Promise<Result> {
  const { received, created, exists, restored, rejected, problems } = imported;
  const stored = await queryRows(clickhouse, STORED_SQL, Stored);
  const platforms = overview.items.map(({ platform, states, pages, reported, ingest }) => {
    const counted = stored.find((row) => row.platform === platform);
    const result: PlatformResult = {
      keywords: { done: states.done, failed: states.failed, blocked: states.blocked },
      pages,
      reported,
      stored: counted?.stored ?? 0,
      distinct: counted?.distinct ?? 0,
      duplicates: ingest.duplicates,
    };
    return [platform, result];
  });
  return {
    seconds: Math.round(seconds * 10) / 10,
    platforms: Object.fromEntries(platforms),
    keywords_file: { received, created, known: exists + restored, rejected, problems },
  };
}

const HEADS = [
  "platform",
  "done",
  "failed",
  "blocked",
  "pages",
  "reported",
  "stored",
  "distinct",
  "duplicates",
];

/** The columns count different spans of time. */
export const TABLE_NOTE =
  "reported: newest totals of the sites; stored, distinct: in the table jobs; duplicates: sent again since the first start";

/** Formats the result as a table with one line for each platform. */
export function toTable({ platforms }: Result): string[] {
  const rows = Object.entries(platforms).map(([platform, { keywords, ...counts }]) =>
    [
      platform,
      keywords.done,
      keywords.failed,
      keywords.blocked,
      counts.pages,
      counts.reported,
      counts.stored,
      counts.distinct,
      counts.duplicates,
    ].map((value) => value.toLocaleString("en-US")),
  );
  const widths = HEADS.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [HEADS, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
}
