/**
 * Baselines from the quality of earlier days: medians over days, so that a day that was wrong, or a sender that fills one
 * with nonsense, moves nothing until it has done so for half of them.
 */
import type { FieldBaseline, QualityBaseline } from "../../contracts/quality.ts";
import type { RowOf } from "../../tables/column.ts";
import type { qualityPerDay } from "../../tables/quality.ts";
import { addDays } from "../china-day.ts";
import { median } from "../median.ts";

export type QualityDay = Omit<RowOf<typeof qualityPerDay.columns>, "measured_at">;

export const BASELINE_DAYS = 28;
/** A day with fewer rows says little. */
export const MIN_DAY_ROWS = 200;
/** Batches of a day below which their likeness is not estimated. */
const MIN_PAGES = 10;
/** Likeness where nothing is known of it. */
const USUAL_RHO = 0.1;

const shareOf = (part: number, { rows }: QualityDay): number => (rows === 0 ? 0 : part / rows);
export const filledShare = (day: QualityDay): number => shareOf(day.filled, day);
export const unreadShare = (day: QualityDay): number => shareOf(day.unread, day);
const missingShare = (day: QualityDay): number => shareOf(day.rows - day.filled - day.unread, day);

/** Median of the values that are not null; null when all are. */
const medianOrNull = (values: readonly (number | null)[]): number | null => {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? null : median(present);
};

/**
 * Correlation within the batches of a day, from how much their shares differ beyond chance: the moment estimator of the
 * beta-binomial, (v / m(1 - m) - i) / (1 - i) with the mean i of 1/n. Null where it cannot be told.
 */
function likeness({ pages, page_missing, page_squares, page_inverse }: QualityDay): number | null {
  if (pages < MIN_PAGES) return null;
  const mean = page_missing / pages;
  const inverse = page_inverse / pages;
  if (mean <= 0 || mean >= 1 || inverse >= 1) return null;
  const variance = page_squares / pages - mean ** 2;
  return Math.min(1, Math.max(0, (variance / (mean * (1 - mean)) - inverse) / (1 - inverse)));
}

/** @param days of one field */
export function fieldBaseline(days: readonly QualityDay[]): FieldBaseline {
  return {
    missing: median(days.map(missingShare)),
    unread: median(days.map(unreadShare)),
    rho: medianOrNull(days.map(likeness)) ?? USUAL_RHO,
    low: medianOrNull(days.map(({ low }) => low)),
    high: medianOrNull(days.map(({ high }) => high)),
  };
}

/** Days that a baseline for `day` is made of. */
export const daysBefore = (rows: readonly QualityDay[], day: string): QualityDay[] => {
  const first = addDays(day, -BASELINE_DAYS);
  return rows.filter((row) => row.day < day && row.day >= first && row.rows >= MIN_DAY_ROWS);
};

/** Names the kind of rows that have a baseline together. */
export const kindName = ({
  platform,
  channel,
  data_type: dataType,
}: Pick<QualityDay, "platform" | "channel" | "data_type">): string => `${platform}:${channel}:${dataType}`;

/**
 * What is ordinary on `today`.
 * @param rows of the days before; days that are missing are passed over
 * @param now Unix ms
 */
export function baselinesOf(rows: readonly QualityDay[], today: string, now: number): QualityBaseline[] {
  const kinds = Map.groupBy(daysBefore(rows, today), kindName);
  return [...kinds.values()].flatMap((kind) => {
    const [first] = kind;
    if (!first) return [];
    const fields = [...Map.groupBy(kind, ({ field }) => field)].map(
      ([field, days]) => [field, fieldBaseline(days)] as const,
    );
    return [
      {
        platform: first.platform,
        channel: first.channel,
        data_type: first.data_type,
        days: new Set(kind.map(({ day }) => day)).size,
        made_at: now,
        fields: Object.fromEntries(fields),
      },
    ];
  });
}
