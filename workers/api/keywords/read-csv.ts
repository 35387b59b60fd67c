/** Reads keywords from a CSV file or a sheet with the columns `platform,keyword,city,priority[,channel]`. */
import { type CsvRow, readCsv, readRecords } from "../http/csv.ts";
import { channelOf, platformOf, priorityOf } from "../http/csv-names.ts";
import type { SheetRow } from "../http/xlsx.ts";
import type { Candidate } from "./accept-keywords.ts";

const NEEDED = ["platform", "keyword", "city"] as const;
const COLUMNS = [...NEEDED, "priority", "channel"] as const;
const FORM = { columns: COLUMNS, needed: NEEDED };

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

const toCandidate = (row: CsvRow<(typeof COLUMNS)[number]>): Candidate =>
  "cells" in row ? { place: row.place, raw: toRaw(row.cells) } : row;

/**
 * @returns one candidate per row, bad ones with their problem
 * @throws ApiError validation_failed for a file with a bad header, no rows, or too many
 */
export const readKeywordCsv = (text: string): Candidate[] => readCsv(text, FORM).map(toCandidate);

/** As {@link readKeywordCsv}, from a sheet with the same columns. */
export const readKeywordSheet = (rows: readonly SheetRow[]): Candidate[] =>
  readRecords(rows, FORM).map(toCandidate);
