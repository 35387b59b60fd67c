/** How long postings are online, as a survival curve, in all and by the values of a dimension. */
import { z } from "zod";
import {
  type DaysOnline,
  type FigureDimension,
  type LifeFigure,
  MIN_CLOSINGS,
} from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { estimateSurvival, medianOf, type Observation } from "../../shared/domain/survival.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf } from "./card.ts";
import { groupedBy, shownGroups } from "./company-groups.ts";
import { countGroups, inOrder } from "./distribution.ts";
import { filterOfGroup, rowsOfGroups } from "./groups.ts";
import { newParams } from "./overview.ts";
import type { Figure } from "./scope.ts";

/** Times online are told apart to a quarter of a day: crawls are hours apart. */
const UNIT_MS = 21_600_000;
const UNITS_PER_DAY = 86_400_000 / UNIT_MS;
/** Points of a curve. */
const MAX_CURVE_DAYS = 366;

const COLUMNS = ["born_after", "first_seen", "last_seen_day", "state", "closed_after", "closed_at"];
const MS = (column: string) => `toUnixTimestamp64Milli(assumeNotNull(${column}))`;
const NOON = "toUnixTimestamp(toDateTime(last_seen_day, 'Asia/Shanghai')) * 1000 + 43200000";
/**
 * Time from the first sighting to the last, and from the earliest possible beginning to the latest possible end. Only
 * the day on which an open posting was last seen is known here, so it counts as seen until noon.
 */
const FROM = `if(state = 'closed', ${MS("closed_after")}, ${NOON}) - ${MS("first_seen")}`;
const TO = `if(state = 'closed', ${MS("closed_at")} - ${MS("born_after")}, -1)`;
/** Whoever ended before the period is not in it, so a posting counts from the age at which the period began. */
const ENTERED = `toUnixTimestamp(toDateTime({period_from:Date}, 'Asia/Shanghai')) * 1000 - ${MS("first_seen")}`;
/** A posting of which it is not known within so many days when it began is left out. */
const MAX_UNSURE_DAYS = 8;
const KNOWN = `born_after IS NOT NULL AND first_seen <= assumeNotNull(born_after) + INTERVAL ${MAX_UNSURE_DAYS} DAY`;
const COUNTED = `intDiv(greatest(${FROM}, 0), ${UNIT_MS}) AS low,
  if(state = 'closed', intDiv(${TO} + ${UNIT_MS - 1}, ${UNIT_MS}), -1) AS high, intDiv(greatest(${ENTERED}, 0), ${UNIT_MS}) AS age, count() AS n`;

const Row = z.object({
  group_key: z.string(),
  low: Count,
  high: z.coerce.number().int(),
  age: Count,
  n: Count,
});

const day = (units: number) => Math.round((units / UNITS_PER_DAY) * 100) / 100;
const maybeDay = (units: number | null) => (units === null ? null : day(units));
const rounded = (share: number) => Math.round(share * 1e4) / 1e4;

export function daysOnline(rows: readonly Omit<z.infer<typeof Row>, "group_key">[]): DaysOnline {
  const observations: Observation[] = rows.map(({ low, high, age, n }) => ({
    entered: Math.min(age, low),
    from: low,
    to: high < 0 ? null : Math.max(high, low),
    n,
  }));
  const sum = (some: readonly Observation[]) => some.reduce((all, { n }) => all + n, 0);
  const ended = observations.filter(({ to }) => to !== null);
  const closed = sum(ended);
  const counts = { n: sum(observations), closed, open: sum(observations) - closed };
  const none = { median: null, p25: null, p75: null, closed_only_median: null };
  if (closed < MIN_CLOSINGS) return { ...counts, ...none, reason: "too_few", curve: [] };
  const curve = estimateSurvival(observations);
  const { days: middle, low, high } = curve.quantile(0.5);
  const last = Math.min(MAX_CURVE_DAYS, Math.floor(curve.lastSeen / UNITS_PER_DAY));
  return {
    ...counts,
    median:
      middle === null || low === null ? null : { days: day(middle), low: day(low), high: maybeDay(high) },
    p25: maybeDay(curve.quantile(0.25).days),
    p75: maybeDay(curve.quantile(0.75).days),
    closed_only_median: maybeDay(medianOf(ended)),
    reason: middle === null ? "not_reached" : null,
    curve: Array.from({ length: last + 1 }, (_, at) => {
      const { share, low: least, high: most } = curve.at(at * UNITS_PER_DAY);
      return { day: at, share: rounded(share), low: rounded(least), high: rounded(most) };
    }),
  };
}

export interface LifeOptions {
  by: FigureDimension | null;
}

export const life: Figure<LifeOptions, LifeFigure> = {
  method: "life",
  async compute(ask, scope, { by }, limit) {
    const { table, condition, filter } = scope;
    const group = by === null ? null : groupedBy("life", by, scope);
    const [card, rows, [unknown], counts] = await Promise.all([
      cardOf(ask, scope, "life"),
      ask(
        `SELECT '' AS group_key, ${COUNTED} FROM ${table}
         WHERE (${condition.sql}) AND ${KNOWN} GROUP BY low, high, age`,
        Row,
        { ...condition.params, ...newParams(scope) },
      ),
      ask(
        `SELECT countIf(NOT (${KNOWN})) AS n FROM ${table} WHERE ${condition.sql}`,
        z.object({ n: Count }),
        condition.params,
      ),
      group === null ? null : countGroups(ask, scope, group, limit),
    ]);
    const body = { card, by, left_out: unknown?.n ?? 0, total: daysOnline(rows) };
    if (by === null || group === null || counts === null || counts.items.length === 0)
      return { ...body, groups: [] };
    const grouped = rowsOfGroups(scope, group, counts.items, COLUMNS);
    const shown = await shownGroups(ask, scope, group, counts.items);
    const cells = await ask(
      `SELECT group_key, ${COUNTED} FROM (${grouped.sql}) WHERE ${KNOWN} GROUP BY group_key, low, high, age`,
      Row,
      { ...grouped.params, ...newParams(scope) },
    );
    const groups = counts.items.map((item) => ({
      ...shown(item),
      ...daysOnline(cells.filter(({ group_key }) => group_key === grouped.keyOf(item))),
      rows_query: filterQuery(filterOfGroup(filter, group, item)),
    }));
    return { ...body, groups: inOrder(by, groups) };
  },
};
