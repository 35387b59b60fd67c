/** Reads degree, experience and head count of a posting as common levels, which each board writes with its own names. */
import type { DegreeLevel, ExperienceLevel } from "../../../shared/contracts/levels.ts";
import type { FilterSubject, FilterTable } from "../../../shared/platforms/filter-table.ts";
import { matchesRule } from "../../../shared/platforms/filter-table.ts";
import { type Posting, pick } from "./posting.ts";
import { monthly, readSalary } from "./salary.ts";

const DEGREES: Record<string, DegreeLevel> = {
  初中及以下: "junior",
  高中: "senior-high",
  "中技/中专": "vocational",
  大专: "associate",
  本科: "bachelor",
  硕士: "master",
  博士: "doctor",
};

/** An empty or unknown text requires no degree. */
export const degreeOf = ({ degree }: Posting): DegreeLevel => DEGREES[degree] ?? "any";

/** 51job's texts: `无需经验`, `在校生/应届生`, `1年`, `3-4年`, `10年以上`; an empty text requires no experience. */
export function experienceOf({ work_year }: Posting): ExperienceLevel {
  if (/在校|应届/.test(work_year)) return "student";
  if (work_year.includes("无需")) return "none";
  if (/1年(以下|以内)/.test(work_year)) return "under1";
  const years = Number.parseInt(work_year, 10);
  if (Number.isNaN(years)) return "any";
  if (years >= 10) return "over10";
  if (years >= 5) return "5-10";
  return years >= 3 ? "3-5" : "1-3";
}

/** Derives a head count within the range of the size text, the same for all postings of a company; null without a size text. */
function headcountOf({ company_size, company }: Posting): number | null {
  if (company_size.includes("少于50")) return 5 + pick(company, 45);
  const [low, high] = (company_size.match(/\d+/g) ?? []).map(Number);
  if (low === undefined) return null;
  return high === undefined ? low : low + pick(company, high - low);
}

/** @returns the name of the size class of a head count; empty when the posting names none */
export function sizeName(
  posting: Posting,
  classes: readonly (readonly [below: number, name: string])[],
): string {
  const heads = headcountOf(posting);
  return heads === null ? "" : (classes.find(([below]) => heads < below)?.[1] ?? "");
}

/**
 * The codes of a posting on a board, by dimension: the first code of each table whose rule matches. A split search would
 * miss a posting that no rule matches, so that is an error of the table.
 */
export function filterCodes(posting: Posting, tables: readonly FilterTable[]): Record<string, string> {
  const salary = readSalary(posting.salary);
  const range = salary && monthly(salary);
  const subject: FilterSubject = {
    experience: experienceOf(posting),
    degree: degreeOf(posting),
    monthly_min: range?.min ?? null,
    monthly_max: range?.max ?? null,
    city: posting.city,
    district: posting.district,
    company_size_min: headcountOf(posting),
  };
  return Object.fromEntries(
    tables.map(({ dimension, codes }) => {
      const fitting = codes.find(({ rule }) => matchesRule(rule, subject));
      if (!fitting) throw new Error(`no ${dimension} code fits posting ${posting.hash}`);
      return [dimension, fitting.code];
    }),
  );
}
