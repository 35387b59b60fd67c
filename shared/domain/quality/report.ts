/** A day beside its rolling baseline, and the report of what is off (X14). */
import type { QualityCell, QualityReport } from "../../contracts/quality.ts";
import { median, medianDeviation } from "../median.ts";
import {
  daysBefore,
  filledShare,
  kindName,
  MIN_DAY_ROWS,
  type QualityDay,
  unreadShare,
} from "./baselines.ts";

/** Days that a baseline of the report needs: with fewer, nothing is called off. */
const MIN_REPORT_DAYS = 3;
/** A share is off where it differs by this many spreads of the days before, and by this much in any case. */
const MAX_SPREADS = 4;
const MIN_SHARE_STEP = 0.05;
/** A median is off where it differs by this share of itself. */
const MIN_MEDIAN_STEP = 0.25;

/** What the days before say of a number: their median, and the bounds beyond which a day is off. */
interface Usual {
  expected: number;
  low: number;
  high: number;
}

/** @param minStep distance from the median within which no day is off. @returns null where there are too few days */
function usualOf(values: readonly number[], minStep: (expected: number) => number): Usual | null {
  if (values.length < MIN_REPORT_DAYS) return null;
  const expected = median(values);
  const step = Math.max(minStep(expected), MAX_SPREADS * medianDeviation(values));
  return { expected, low: expected - step, high: expected + step };
}

function usualDay(days: readonly QualityDay[]) {
  const medians = days.flatMap(({ p50 }) => (p50 === null ? [] : [p50]));
  return {
    fill: usualOf(days.map(filledShare), () => MIN_SHARE_STEP),
    unread: usualOf(days.map(unreadShare), () => MIN_SHARE_STEP),
    p50: usualOf(medians, (expected) => MIN_MEDIAN_STEP * Math.abs(expected)),
  };
}

function offOf(row: QualityDay, usual: ReturnType<typeof usualDay>): QualityCell["off"] {
  const { fill, unread, p50 } = usual;
  if (row.rows < MIN_DAY_ROWS) return null;
  if (unread && unreadShare(row) > unread.high) return "unread";
  if (fill && filledShare(row) < fill.low) return "missing";
  if (p50 && row.p50 !== null && (row.p50 < p50.low || row.p50 > p50.high)) return "range";
  return null;
}

/** @param days of one field, all of them; the day itself may be among them */
export function cellOf(row: QualityDay, days: readonly QualityDay[]): QualityCell {
  const before = daysBefore(days, row.day);
  const usual = usualDay(before);
  const { platform, channel, data_type, field, day, rows, p1, p50, p99, newest_at } = row;
  return {
    platform,
    channel,
    data_type,
    field,
    day,
    rows,
    fill_rate: filledShare(row),
    unread: unreadShare(row),
    p1,
    p50,
    p99,
    newest_at,
    baseline_days: before.length,
    expected_fill_rate: usual.fill?.expected ?? null,
    expected_unread: usual.unread?.expected ?? null,
    expected_p50: usual.p50?.expected ?? null,
    fill_rate_low: usual.fill?.low ?? null,
    unread_high: usual.unread?.high ?? null,
    p50_low: usual.p50?.low ?? null,
    p50_high: usual.p50?.high ?? null,
    off: offOf(row, usual),
  };
}

/** @returns one cell for each field that has rows on the day */
export const cellsOf = (rows: readonly QualityDay[], day: string): QualityCell[] =>
  [...Map.groupBy(rows, (row) => `${kindName(row)}:${row.field}`).values()].flatMap((days) => {
    const row = days.find((one) => one.day === day);
    return row ? [cellOf(row, days)] : [];
  });

const distanceOf = (cell: QualityCell): number =>
  Math.max(
    (cell.expected_fill_rate ?? cell.fill_rate) - cell.fill_rate,
    cell.unread - (cell.expected_unread ?? cell.unread),
  );

/** @returns the kind of rows on the day; nothing when it has none then */
function kindOn(rows: readonly QualityDay[], day: string): QualityReport["kinds"] {
  // A kind has as many rows as the field that all of its rows count for.
  const perDay = [...Map.groupBy(rows, (row) => row.day)].map(([name, fields]) => ({
    day: name,
    rows: Math.max(...fields.map((field) => field.rows)),
    newest_at: Math.max(...fields.map((field) => field.newest_at)),
  }));
  const own = perDay.find((one) => one.day === day);
  const [first] = rows;
  if (!own || !first) return [];
  const { platform, channel, data_type } = first;
  const before = perDay.filter((one) => one.day < day).map((one) => one.rows);
  const expected_rows = before.length >= MIN_REPORT_DAYS ? median(before) : null;
  return [{ platform, channel, data_type, rows: own.rows, expected_rows, newest_at: own.newest_at }];
}

/** @param rows of the day and of those before it */
export function reportOf(
  rows: readonly QualityDay[],
  day: string,
  quarantine: QualityReport["quarantine"],
  now: number,
): QualityReport {
  const cells = cellsOf(rows, day);
  const kinds = [...Map.groupBy(rows, kindName).values()].flatMap((kind) => kindOn(kind, day));
  const off = cells.filter((cell) => cell.off !== null).sort((a, b) => distanceOf(b) - distanceOf(a));
  return { day, made_at: now, kinds, off, quarantine };
}
