/** Reads keywords from a CSV file with the columns `platform,keyword,city,priority[,channel]`. */
import { readCsv } from "../http/csv.ts";
import { channelOf, platformOf, priorityOf } from "../http/csv-names.ts";
import type { Candidate } from "./accept-keywords.ts";

const NEEDED = ["platform", "keyword", "city"] as const;
const COLUMNS = [...NEEDED, "priority", "channel"] as const;

/** An empty optional cell takes the default. */
function toRaw(cells: Partial<Record<(typeof COLUMNS)[number], string>>): Record<string, unknown> {
  const { platform, priority, channel, ...needed } = cells;
  return {
    ...(platform !== undefined && { platform: platformOf(platform) }),
    ...needed,
    ...(priority && { priority: priorityOf(priority) }),
    ...(channel && { channel: channelOf(channel) }),
  };
}

/**
 * @returns one candidate per row, bad ones with their problem
 * @throws ApiError validation_failed for a file with a bad header, no rows, or too many
 */
export const readKeywordCsv = (text: string): Candidate[] =>
  readCsv(text, { columns: COLUMNS, needed: NEEDED }).map((row) =>
    "cells" in row ? { place: row.place, raw: toRaw(row.cells) } : row,
  );
