/** Skills whose share among new postings rises or falls more than chance explains. */
import { z } from "zod";
import type { RISING_DIRECTIONS, RisingSkills } from "../../shared/contracts/figures.ts";
import { filterQuery, type JobFilter } from "../../shared/contracts/job-filter.ts";
import { addDays, daysBetween } from "../../shared/domain/china-day.ts";
import { falseDiscovery, twoSidedP } from "../../shared/domain/normal-distribution.ts";
import { skillKeySql } from "../clickhouse/job-skills.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf, shareOf } from "./card.ts";
import { IS_NEW_SQL, newParams } from "./overview.ts";
import { type Figure, rescope, skillColumn } from "./scope.ts";

/** The normal approximation needs so many expected postings in each of the four cells. */
const MIN_EXPECTED = 5;
/** Share of false marks among the marked ones. */
const FALSE_SHARE = 0.05;
/** The most frequent skills are tested. */
const MAX_TESTED = 20_000;

const Row = z.object({ skill: z.string(), n_now: Count, n_before: Count });
const Totals = z.object({ n_now: Count, n_before: Count });

export const risingSkills: Figure<{ direction: (typeof RISING_DIRECTIONS)[number] }, RisingSkills> = {
  method: "rising_skills",
  async compute(ask, given, { direction }, limit) {
    const { period } = given;
    const days = daysBetween(period.from, period.to);
    const before = { from: addDays(period.from, -days), to: addDays(period.from, -1) };
    // First seen in one of the two periods; last seen is no earlier.
    const filter: JobFilter = { ...given.filter, from: before.from, new_from: before.from };
    const scope = rescope(given, filter);
    const { table, condition } = scope;
    const params = { ...condition.params, ...newParams(given) };
    const counted = `countIf(${IS_NEW_SQL}) AS n_now, countIf(NOT ${IS_NEW_SQL}) AS n_before`;
    const [card, [totals], rows] = await Promise.all([
      cardOf(ask, scope, "rising_skills"),
      ask(`SELECT ${counted} FROM ${table} WHERE ${condition.sql}`, Totals, params),
      ask(
        `SELECT argMax(form, (c_now + c_before, form)) AS skill, sum(c_now) AS n_now, sum(c_before) AS n_before
         FROM (
           SELECT form, countIf(is_now) AS c_now, countIf(NOT is_now) AS c_before
           FROM (SELECT arrayJoin(${skillColumn("rising_skills", scope)}) AS form, ${IS_NEW_SQL} AS is_now FROM ${table} WHERE ${condition.sql})
           GROUP BY form)
         GROUP BY ${skillKeySql("form")} HAVING n_now + n_before >= ${MIN_EXPECTED}
         ORDER BY n_now + n_before DESC, skill LIMIT ${MAX_TESTED}`,
        Row,
        params,
      ),
    ]);
    const now = totals?.n_now ?? 0;
    const earlier = totals?.n_before ?? 0;
    const tested = rows.flatMap((row) => {
      const pooled = (row.n_now + row.n_before) / (now + earlier);
      const expected = Math.min(now, earlier) * Math.min(pooled, 1 - pooled);
      if (expected < MIN_EXPECTED) return [];
      const difference = row.n_now / now - row.n_before / earlier;
      const error = Math.sqrt(pooled * (1 - pooled) * (1 / now + 1 / earlier));
      return { ...row, difference, p: twoSidedP(difference / error) };
    });
    const corrected = falseDiscovery(tested.map(({ p }) => p));
    const round = (value: number) => Number(value.toPrecision(6));
    const sign = direction === "rising" ? 1 : -1;
    const items = tested
      .map(({ skill, n_now, n_before, difference, p }, at) => ({
        skill,
        n_now,
        n_before,
        share_now: shareOf(n_now, now),
        share_before: shareOf(n_before, earlier),
        difference: round(difference),
        p_value: round(p),
        q_value: round(corrected[at] ?? 1),
        significant: (corrected[at] ?? 1) <= FALSE_SHARE,
        rows_query: filterQuery({ ...filter, skill: [...(filter.skill ?? []), skill] }),
      }))
      .filter(({ difference }) => sign * difference > 0)
      .toSorted(
        (one, other) =>
          Number(other.significant) - Number(one.significant) ||
          sign * (other.difference - one.difference) ||
          one.skill.localeCompare(other.skill),
      );
    return {
      card,
      now: { ...period, n: now },
      before: { ...before, n: earlier },
      tested: tested.length,
      items: items.slice(0, limit),
      reason: tested.length === 0 ? "too_few" : null,
    };
  },
};
