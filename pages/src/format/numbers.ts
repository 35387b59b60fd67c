/** Formats numbers by language. */
import { perLanguage } from "./locale-cache.ts";

const counts = perLanguage((language) => new Intl.NumberFormat(language, { maximumFractionDigits: 0 }));
const shortCounts = perLanguage(
  (language) => new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }),
);
const percents = perLanguage(
  (language) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }),
);
const decimals = perLanguage((language) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }));
const hundredths = perLanguage((language) => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }));
const signedPercents = perLanguage(
  (language) =>
    new Intl.NumberFormat(language, {
      style: "percent",
      maximumFractionDigits: 1,
      signDisplay: "exceptZero",
    }),
);

export const formatCount = (value: number, language: string): string => counts(language).format(value);

/** Rounds to one decimal: `2.5`, `3`. */
export const formatDecimal = (value: number, language: string): string => decimals(language).format(value);

/** Short form from 100,000 on (`1.2M`, `120万`), for narrow places. */
export const formatShortCount = (value: number, language: string): string =>
  value < 100_000 ? formatCount(value, language) : shortCounts(language).format(value);

/**
 * Share of the reported postings that are stored, 0 to 1; null when the site has reported none.
 * Some sites report fewer postings than they show: the share is then 1.
 */
export function coverageShare(distinct: number, reported: number | null): number | null {
  return reported ? Math.min(1, distinct / reported) : null;
}

/** Rounds down to one decimal, so that 100 % is only shown when nothing is missing. */
export function formatShare(share: number, language: string): string {
  return percents(language).format(Math.floor(share * 1000 + 1e-9) / 1000);
}

/**
 * Formats a monthly salary in thousands of CNY: `15–25K`, `3.5K`; amounts below 1,000 in full.
 * @param min CNY a month
 * @param max CNY a month
 * @returns null when neither is known
 */
export function formatMonthlySalary(min: number | null, max: number | null, language: string): string | null {
  const low = min ?? max;
  const high = max ?? min;
  if (low === null || high === null) return null;
  if (high < 1000) {
    const whole = low === high ? [low] : [low, high];
    return whole.map((value) => formatCount(value, language)).join("–");
  }
  const texts = [low, high].map((value) => formatDecimal(value / 1000, language));
  return texts[0] === texts[1] ? `${texts[0]}K` : `${texts[0]}–${texts[1]}K`;
}

/**
 * Formats an amount in the unit that a reader of the language thinks in: 万 from 10,000 on in Chinese (`1.25万`), K from
 * 1,000 on in English (`12.5K`).
 * @param value CNY
 */
export function formatAmount(value: number, language: string): string {
  const size = Math.abs(value);
  if (language.startsWith("zh"))
    return size < 10_000 ? formatCount(value, language) : `${hundredths(language).format(value / 10_000)}万`;
  return size < 1000 ? formatCount(value, language) : `${formatDecimal(value / 1000, language)}K`;
}

/** Rounds to one decimal. @param share 0.123 is `12.3%` */
export const formatPercent = (share: number, language: string): string => percents(language).format(share);
/** `+12.3%`. */
export const formatChange = (share: number, language: string): string =>
  signedPercents(language).format(share);
/** `+1.2K`, `-800`. @param value CNY */
export const formatAmountChange = (value: number, language: string): string =>
  `${value > 0 ? "+" : ""}${formatAmount(value, language)}`;
