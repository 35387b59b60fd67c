/** Tells whether a site's own salary text says more than the monthly range beside it. */

interface MonthlyRange {
  /** CNY a month. */
  monthly_min: number | null;
  monthly_max: number | null;
}

const UNITS: Readonly<Record<string, number>> = { k: 1000, 千: 1000, 万: 10_000, w: 10_000, 元: 1, "": 1 };
/** `8-13K`, `8千-1.3万`, `8000-13000元/月`, `8K`: amounts with their units, and nothing else. */
const RANGE =
  /^(\d{1,7}(?:\.\d{1,2})?)(k|千|万|w|元)?(?:[-–—~至](\d{1,7}(?:\.\d{1,2})?)(k|千|万|w|元)?)?(?:\/月)?$/;

/** @param text of the site; it says more when it names further months, days, or other amounts */
export function saysMore(text: string, { monthly_min, monthly_max }: MonthlyRange): boolean {
  const found = RANGE.exec(text.replace(/\s/g, "").toLowerCase());
  if (!found) return true;
  const [, low = "", lowUnit, high = low, highUnit = lowUnit] = found;
  const amount = (digits: string, unit = "") => Math.round(Number(digits) * (UNITS[unit] ?? 1));
  const min = amount(low, lowUnit ?? highUnit);
  const max = amount(high, highUnit);
  return min !== (monthly_min ?? monthly_max) || max !== (monthly_max ?? monthly_min);
}
