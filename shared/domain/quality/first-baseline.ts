/** What counts as ordinary before a platform has enough days of its own: a lost login is found on the first day. */
import type { FieldBaseline, QualityBaseline } from "../../contracts/quality.ts";

const RHO = 0.15;
const mostly = (missing: number, range: Partial<FieldBaseline> = {}): FieldBaseline => ({
  missing,
  unread: 0.02,
  rho: RHO,
  low: null,
  high: null,
  ...range,
});

/**
 * Shares are above those of 3,986 real postings of 51job (2023): title and company none, salary 0.1 %, city none missing.
 * Their monthly salaries are between 3,000 and 30,000 CNY (0.5 and 99.5 %); interns and directors are beyond.
 */
const POSTING_FIELDS: QualityBaseline["fields"] = {
  title: mostly(0.01),
  company_name: mostly(0.02),
  salary_text: mostly(0.02),
  salary: { ...mostly(0.05, { low: 1500, high: 35_000 }), rho: 0.3 },
  city: mostly(0.02),
  // Sites mix in a few postings of neighbouring cities.
  in_searched_city: mostly(0.02),
  date_not_ahead: mostly(0.01),
};

export function firstBaseline(
  scope: Pick<QualityBaseline, "platform" | "channel" | "data_type">,
): QualityBaseline {
  return { ...scope, days: 0, made_at: 0, fields: scope.data_type === "job" ? POSTING_FIELDS : {} };
}
