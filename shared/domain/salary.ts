/**
 * Reads the salary texts of the sites. A text is normalised first (full-width forms, dashes, spaces), then its
 * endings are removed one by one (13薪, /月, 以上, 元), and the rest must be one figure or a range of two; any other
 * text is not read. No function here throws for any text.
 */
import type { SalaryPeriod } from "../contracts/levels.ts";

export interface Salary {
  /** CNY per `period`; null when the range is open at this end, or when the text names no figure (面议). */
  min: number | null;
  max: number | null;
  /** Null only for a negotiable salary. */
  period: SalaryPeriod | null;
  /** Months paid in a year (13薪), the lower bound of a range. Null when the text names none. */
  months: number | null;
  /** Present when the text names a number of months that no employer pays (30薪); the figures stand all the same. */
  hasUnreadMonths?: true;
  /** CNY per nominal month: extra months (13薪) are not spread over the year. */
  monthlyMin: number | null;
  monthlyMax: number | null;
}

/** Working days in a month: 261 / 12, the divisor set by China's labour ministry (劳社部发〔2008〕3号). */
const DAYS_PER_MONTH = 21.75;
const HOURS_PER_DAY = 8;
const PER_MONTH: Record<SalaryPeriod, number> = {
  year: 1 / 12,
  month: 1,
  day: DAYS_PER_MONTH,
  hour: HOURS_PER_DAY * DAYS_PER_MONTH,
};

const PERIODS: Record<string, SalaryPeriod> = {
  年: "year",
  年薪: "year",
  月: "month",
  月薪: "month",
  天: "day",
  日: "day",
  日薪: "day",
  小时: "hour",
  时: "hour",
  时薪: "hour",
  year: "year",
  month: "month",
  day: "day",
  hour: "hour",
  h: "hour",
};
const UNITS: Record<string, number> = { 元: 1, 千: 1000, k: 1000, 万: 10_000, w: 10_000 };

/** A longer text is prose. */
const MAX_LENGTH = 40;
/** CNY; a higher figure is a typing error. */
const MAX_FIGURE = 1e9;
/** CNY; a lower figure is not a monthly salary, so without a period its meaning is unknown (a day, an hour). */
const MIN_MONTH = 1000;
/** CNY; a range from this figure on without a period may be a yearly salary as well as a monthly one. */
const DOUBTFUL_MONTH = 100_000;
const MAX_MONTHS = 24;

const MONTHS = /^[·*x×]?(\d{1,2})(?:-(\d{1,2}))?(?:个月)?薪?$/;
const PREFIX = /^(?:薪资|薪酬|薪水|工资|待遇|rmb|cny|人民币):?/;
const NEGOTIABLE = /^(?:面议|面谈|电议|协商|保密|negotiable)$/;
const MONTHS_END = /[·.,、*x×|;/(]?(?<!\d)(\d{1,2})(?:-(\d{1,2}))?薪\)?$/;
const PERIOD_END =
  /(?:(?:\/每?|每|per|·)个?(年|月|天|日|小时|时|year|month|day|hour|h)|(年薪|月薪|日薪|时薪))$/;
const PERIOD_START = /^(年薪|月薪|日薪|时薪):?/;
const BOUND_END = /(?:及?以?(上|下)|(起)|(\+)|以(内))$/;
const FIGURES = /^(\d+(?:\.\d+)?)(万|千|k|w|元)?(?:-(\d+(?:\.\d+)?)(万|千|k|w|元)?)?$/;

function normalise(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(?<=\d)\s+(?=\d[\d\s-]*薪)/, "·")
    .replace(/[\s\u200b-\u200d\u2060\ufeff¥]/g, "")
    .replace(/(\d),(?=\d{3}(?!\d))/g, "$1")
    .replace(/[‐‑‒–—―−~〜∼ー至到]+/g, "-")
    .replace(/--+/g, "-")
    .replace(/[•・‧∙⋅●]/g, "·")
    .replace(/[【[]/g, "(")
    .replace(/[】\]]/g, ")")
    .replace(PREFIX, "");
}

interface Endings {
  rest: string;
  period: SalaryPeriod | null;
  months: number | null;
  hasUnreadMonths: boolean;
  bound: "min" | "max" | null;
}

/** The lower bound of a range of months; null when no employer pays so many. */
function monthsOf(first: string | undefined, second: string | undefined): number | null {
  const figures = [Number(first), Number(second ?? first)];
  const months = Math.min(...figures);
  return months >= 1 && Math.max(...figures) <= MAX_MONTHS ? months : null;
}

/** Reads months of pay that stand alone: `13薪`, `13-15薪`, `14`. @returns null for any other text */
export function parseMonths(text: string): number | null {
  const match = text.length > MAX_LENGTH ? null : MONTHS.exec(normalise(text));
  return match && monthsOf(match[1], match[2]);
}

/** Removes the endings in any order (1.5千以下/月, 3千/月以下, 3千及以下·13薪). */
function takeEndings(text: string): Endings | null {
  const found: Endings = {
    rest: text,
    period: null,
    months: null,
    hasUnreadMonths: false,
    bound: null,
  };
  const start = PERIOD_START.exec(text);
  if (start?.[1]) {
    found.period = PERIODS[start[1]] ?? null;
    found.rest = text.slice(start[0].length);
  }
  for (;;) {
    const months = MONTHS_END.exec(found.rest);
    const period = PERIOD_END.exec(found.rest);
    const bound = BOUND_END.exec(found.rest);
    const ending = months ?? period ?? bound;
    if (!ending) return found;
    found.rest = found.rest.slice(0, ending.index);
    if (months) {
      if (found.months !== null || found.hasUnreadMonths) return null;
      found.months = monthsOf(months[1], months[2]);
      found.hasUnreadMonths = found.months === null;
    } else if (period) {
      if (found.period !== null) return null;
      found.period = PERIODS[period[1] ?? period[2] ?? ""] ?? null;
    } else if (bound) {
      if (found.bound !== null) return null;
      found.bound = bound[1] === "下" || bound[4] ? "max" : "min";
    }
  }
}

const cents = (value: number) => Math.round(value * 100) / 100;

/**
 * @returns the figures in CNY, smaller first; null when they are ambiguous. A figure without a unit has the unit of the
 * other (8-10千), unless it is clearly yuan (8000-1万). When the order is then wrong, the text omits a smaller unit
 * (8-1.2万), and the figures are not guessed.
 */
function readFigures(text: string, periodSaid: boolean): [number, number] | null {
  // 1.5万元 names the unit twice.
  const match = FIGURES.exec(text.replace(/(万|千|k|w)元/g, "$1"));
  if (!match?.[1]) return null;
  const first = Number(match[1]);
  const second = match[3] === undefined ? first : Number(match[3]);
  const firstUnit = match[2];
  const secondUnit = match[3] === undefined ? firstUnit : match[4];
  const unit = secondUnit ?? firstUnit ?? "元";
  const mixed = (firstUnit === undefined) !== (secondUnit === undefined);
  const scale = (value: number, own: string | undefined) =>
    cents(value * (UNITS[own ?? (mixed && value >= 1000 ? "元" : unit)] ?? 1));
  const [from, to] = [scale(first, firstUnit), scale(second, secondUnit)];
  const [low, high] = from <= to ? [from, to] : [to, from];
  if (high <= 0 || high > MAX_FIGURE) return null;
  const yuan = unit === "元" && (firstUnit ?? "元") === "元";
  if (mixed && !yuan && unit !== "k" && from > to && first < 1000) return null;
  // 1000-2000千: a figure with a unit never has four digits.
  if (mixed && !yuan && first >= 1000 && second >= 1000) return null;
  // 10.000元 has a thousands separator.
  if (yuan && /\.\d{3}/.test(text)) return null;
  // 5-8000 means 5千 to 8千.
  if (yuan && low > 0 && low < 100 && high >= MIN_MONTH) return null;
  if (!periodSaid && yuan && high < MIN_MONTH) return null;
  if (!periodSaid && unit !== "k" && low >= DOUBTFUL_MONTH) return null;
  return [low, high];
}

/**
 * Reads a salary text. Forms: `15-25K·14薪`, `200-300元/天`, `1.1-1.5万·13薪`, `6千-1万`, `20-40万/年`,
 * `3千及以下`, `100万以上/年`, `10000-15000元`, `面议`. Without a period the salary is monthly,
 * unless the figures make that doubtful. A reversed range is sorted when every unit is written.
 * @returns null when the text cannot be read; a negotiable salary has null figures
 */
export function parseSalary(text: string): Salary | null {
  if (text.length > MAX_LENGTH) return null;
  const endings = takeEndings(normalise(text));
  if (!endings) return null;
  const { months, bound } = endings;
  const unread = endings.hasUnreadMonths ? { hasUnreadMonths: true as const } : {};
  if (NEGOTIABLE.test(endings.rest)) {
    return { min: null, max: null, period: null, months, ...unread, monthlyMin: null, monthlyMax: null };
  }
  const figures = readFigures(endings.rest, endings.period !== null);
  if (!figures) return null;
  const [low, high] = figures;
  if (bound !== null && low !== high) return null;
  const period = endings.period ?? "month";
  const min = bound === "max" ? null : low;
  const max = bound === "min" ? null : high;
  const monthly = (value: number | null) => (value === null ? null : cents(value * PER_MONTH[period]));
  return { min, max, period, months, ...unread, monthlyMin: monthly(min), monthlyMax: monthly(max) };
}
