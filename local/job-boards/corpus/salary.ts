/** Reads the salary texts of 51job, and writes salaries in the forms of the other sites. */
export interface Salary {
  /** Bounds in CNY per period. */
  min: number;
  max: number;
  period: "month" | "year" | "day";
  /** Months paid in a year; null when the text names none. */
  months: number | null;
}

const WORKDAYS_A_MONTH = 21.75;
const UNITS: Record<string, number> = { 元: 1, 千: 1000, 万: 10_000 };

/** @returns null for an empty text or one without an amount (面议) */
export function readSalary(text: string): Salary | null {
  const months = /·(\d+)薪/.exec(text);
  const amounts = /^([\d.]+)(元|千|万)?(?:-([\d.]+))?(元|千|万)(?:及以下)?(?:\/(年|天|月))?/.exec(text);
  if (!amounts) return null;
  const [, low = "", lowUnit, high, unit = "元", per] = amounts;
  const scale = UNITS[unit] ?? 1;
  const min = Number(low) * (UNITS[lowUnit ?? unit] ?? 1);
  return {
    min: text.includes("及以下") ? 0 : Math.round(min),
    max: Math.round(Number(high ?? low) * (high ? scale : (UNITS[lowUnit ?? unit] ?? 1))),
    period: per === "年" ? "year" : per === "天" ? "day" : "month",
    months: months ? Number(months[1]) : null,
  };
}

/** CNY per month. */
export function monthly(salary: Salary): { min: number; max: number } {
  const factor = salary.period === "year" ? 1 / 12 : salary.period === "day" ? WORKDAYS_A_MONTH : 1;
  return { min: Math.round(salary.min * factor), max: Math.round(salary.max * factor) };
}

const suffix = (salary: Salary) => (salary.months ? `·${salary.months}薪` : "");

/** Writes the form of Boss: whole thousands a month (`15-25K·14薪`), `200-300元/天`, `面议`. Boss has no yearly form. */
export function bossSalary(salary: Salary | null): string {
  if (!salary) return "面议";
  if (salary.period === "day") return `${salary.min}-${salary.max}元/天`;
  const { min, max } = monthly(salary);
  const low = Math.max(1, Math.floor(min / 1000));
  return `${low}-${Math.max(low + 1, Math.ceil(max / 1000))}K${suffix(salary)}`;
}

const tenThousands = (amount: number) => String(Math.round(amount / 1000) / 10);

/**
 * Writes the form of Zhilian: `1.1-1.5万` (also `·13薪`), `10000-15000元`, `150-200元/天`, `面议`.
 * @param inYuan selects one of the two monthly forms
 */
export function zhilianSalary(salary: Salary | null, inYuan: boolean): string {
  if (!salary) return "面议";
  if (salary.period === "day") return `${salary.min}-${salary.max}元/天`;
  const { min, max } = monthly(salary);
  const short = min >= 10_000 && !inYuan;
  return short
    ? `${tenThousands(min)}-${tenThousands(max)}万${suffix(salary)}`
    : `${min}-${max}元${suffix(salary)}`;
}
