/** What a skill is worth: salaries with and without it, at the same experience. */
import { z } from "zod";
import { FEW, type SkillValue } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { EXPERIENCE_LEVELS } from "../../shared/contracts/levels.ts";
import { tQuantile95 } from "../../shared/domain/normal-distribution.ts";
import { MIDPOINT_SQL } from "../clickhouse/job-salary.ts";
import { skillKeySql, skillKeysSql } from "../clickhouse/job-skills.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf, shareOf } from "./card.ts";
import { CELL_SQL, CellRow, cellOf, cents } from "./salary-cell.ts";
import { type Figure, skillColumn } from "./scope.ts";

/** A stratum with fewer postings on a side is left out: its spread can't be judged. */
const MIN_SIDE = 5;

const Row = z.object({
  /** Empty: not stated, or all. */
  stratum: z.string(),
  has_skill: z.coerce.number().transform((value) => value === 1),
  n: Count,
  mean: z.number().nullable(),
  median: z.number().nullable(),
  variance: z.number().nullable(),
  mean_log: z.number().nullable(),
  variance_log: z.number().nullable(),
});
type Side = z.infer<typeof Row>;
const NO_SIDE = { n: 0, mean: null, median: null, variance: null, mean_log: null, variance_log: null };

interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** The weighted difference of means over strata, with its 95 % interval by Welch and Satterthwaite. */
function weighted(
  strata: { weight: number; with: Side; without: Side }[],
  mean: "mean" | "mean_log",
  variance: "variance" | "variance_log",
): Estimate {
  let value = 0;
  let spread = 0;
  let degrees = 0;
  for (const { weight, ...sides } of strata) {
    value += weight * ((sides.with[mean] ?? 0) - (sides.without[mean] ?? 0));
    for (const side of [sides.with, sides.without]) {
      const part = (weight ** 2 * (side[variance] ?? 0)) / side.n;
      spread += part;
      degrees += part ** 2 / (side.n - 1);
    }
  }
  const half = spread === 0 ? 0 : tQuantile95(spread ** 2 / degrees) * Math.sqrt(spread);
  return { value, low: value - half, high: value + half };
}

const rounded = ({ value, low, high }: Estimate, digits: number): Estimate => {
  const round = (one: number) => Math.round(one * 10 ** digits) / 10 ** digits;
  return { value: round(value), low: round(low), high: round(high) };
};

/** Version 1 has one stratum, later ones a stratum for each experience; up to version 2 skills are those listed. */
export const skillValue: Figure<{ skill: string }, SkillValue> = {
  method: "skill_value",
  async compute(ask, scope, { skill }) {
    const { table, condition, filter, version } = scope;
    const params = { ...condition.params, valued_skill: skill };
    const column = skillColumn("skill_value", scope);
    const keys = column === "skills" ? "skill_keys" : skillKeysSql(column);
    const has = `has(${keys}, ${skillKeySql("{valued_skill:String}")})`;
    const stratumSql = version === 1 ? "''" : "ifNull(experience, '')";
    const [card, sides, strataRows] = await Promise.all([
      cardOf(ask, scope, "skill_value"),
      ask(
        `SELECT ${has} AS has_skill, ${CELL_SQL} FROM ${table} WHERE ${condition.sql} GROUP BY has_skill`,
        CellRow.extend({ has_skill: Row.shape.has_skill }),
        params,
      ),
      ask(
        `SELECT ${stratumSql} AS stratum, ${has} AS has_skill, count() AS n, avg(mid) AS mean,
           quantileExactInclusive(0.5)(mid) AS median, varSamp(mid) AS variance,
           avg(log(mid)) AS mean_log, varSamp(log(mid)) AS variance_log
         FROM (SELECT experience, ${column === "skills" ? "skill_keys" : column}, ${MIDPOINT_SQL} AS mid FROM ${table} WHERE ${condition.sql})
         WHERE mid > 0 GROUP BY stratum, has_skill`,
        Row,
        params,
      ),
    ]);
    const names = [...new Set(strataRows.map(({ stratum }) => stratum))].toSorted(
      (one, other) => placeOf(one) - placeOf(other),
    );
    const compared = names.map((experience) => {
      const side = (hasSkill: boolean): Side =>
        strataRows.find((row) => row.stratum === experience && row.has_skill === hasSkill) ?? {
          stratum: experience,
          has_skill: hasSkill,
          ...NO_SIDE,
        };
      return { experience, with: side(true), without: side(false) };
    });
    const enough = compared.filter((one) => one.with.n >= MIN_SIDE && one.without.n >= MIN_SIDE);
    const weights = enough.reduce((sum, one) => sum + one.with.n, 0);
    const used = enough.map((one) => ({ ...one, weight: one.with.n / weights }));
    const all = compared.reduce((sum, one) => sum + one.with.n, 0);
    const log = weighted(used, "mean_log", "variance_log");
    const share = {
      value: Math.expm1(log.value),
      low: Math.expm1(log.low),
      high: Math.expm1(log.high),
    };
    const withSkill = { ...filter, skill: [...(filter.skill ?? []), skill] };
    const shown = ({ n, mean, median }: Side) => ({ n, mean: cents(mean), median: cents(median) });
    return {
      card,
      skill,
      with: cellOf(sides.find((row) => row.has_skill)),
      without: cellOf(sides.find((row) => !row.has_skill)),
      strata: compared.map(({ experience, ...one }) => {
        const level = EXPERIENCE_LEVELS.find((name) => name === experience) ?? null;
        const { mean: more } = one.with;
        const { mean: less } = one.without;
        return {
          experience: level,
          with: shown(one.with),
          without: shown(one.without),
          difference: more === null || less === null ? null : cents(more - less),
          weight: enough.some((other) => other.experience === experience) ? shareOf(one.with.n, weights) : 0,
          few: one.with.n < FEW || one.without.n < FEW,
          rows_query: filterQuery(level === null ? withSkill : { ...withSkill, experience: [level] }),
        };
      }),
      standardised:
        weights === 0
          ? null
          : {
              month: rounded(weighted(used, "mean", "variance"), 2),
              share: rounded(share, 6),
              left_out: all - weights,
              significant: share.low > 0 || share.high < 0,
            },
      reason: weights === 0 ? "too_few" : null,
    };
  },
};

/** In the order of the scale; those that state none come last. */
const placeOf = (experience: string): number => {
  const at = (EXPERIENCE_LEVELS as readonly string[]).indexOf(experience);
  return at < 0 ? EXPERIENCE_LEVELS.length : at;
};
