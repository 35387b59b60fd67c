import type { CompanySize } from "../contracts/levels.ts";

export interface Headcount {
  /** Null when the text spans two classes, as the bounds of 51job do. */
  size: CompanySize | null;
  /** The bound in the text, 0 when it names only an upper one; `max` null means open. */
  min: number | null;
  max: number | null;
}

/** A longer text is prose. */
const MAX_LENGTH = 30;

const CLASSES: readonly (readonly [from: number, size: CompanySize])[] = [
  [10_000, "10000+"],
  [1000, "1000-9999"],
  [500, "500-999"],
  [100, "100-499"],
  [20, "20-99"],
  [0, "1-20"],
];

/** Head counts: a larger upper bound alone is none of the sites' own texts. */
const MAX_UNDER = 50;

const classOf = (heads: number) => CLASSES.find(([from]) => heads >= from)?.[1] ?? "1-20";

/**
 * The class that holds the whole range. An upper bound that is the lower bound of the next class (150-500人, 0-20人) does
 * not count for the range: the sites write where the next one begins.
 */
function sized(lower: number | null, max: number | null): Headcount | null {
  if (max === 0 || (lower === null && (max ?? 0) > MAX_UNDER)) return null;
  const min = lower ?? 0;
  const isBorder = max !== null && max > min && CLASSES.some(([from]) => from === max);
  const highest = max === null ? Number.POSITIVE_INFINITY : isBorder ? max - 1 : max;
  const size = classOf(min);
  return { size: size === classOf(highest) ? size : null, min, max };
}

const UNITS: Readonly<Record<string, number>> = { 千: 1000, 万: 10_000 };
const heads = (figure: string, unit: string | undefined) =>
  String(Math.round(Number(figure) * (unit === undefined ? 1 : (UNITS[unit] ?? 1))));

/** Rewrites 1千-2千 and 1-5万 as numbers; the first figure of 1-5万 shares the unit, that of 5000-1万 does not. */
function plainFigures(text: string): string {
  return text
    .replace(/^(\d(?:\.\d+)?)-(\d+(?:\.\d+)?)([万千])/, "$1$3-$2$3")
    .replace(/(\d+(?:\.\d+)?)([万千])/g, (_, figure: string, unit: string) => heads(figure, unit));
}

/**
 * Reads a company size text of any site (20-99人, 少于50人, 150-500人, 20人以下, 10000人以上).
 * The exact figures are returned beside the class.
 * @returns null when the text cannot be read
 */
export function parseCompanySize(text: string): Headcount | null {
  if (text.length > MAX_LENGTH) return null;
  const plain = plainFigures(
    text
      .normalize("NFKC")
      .replace(/[\s,\u200b-\u200d\u2060\ufeff]/g, "")
      .replace(/[‐‑‒–—―−~〜∼至到]+/g, "-")
      .replace(/^(?:(?:公司|企业|人员)?规模|(?:公司|员工|企业)?人数|员工数):?/, "")
      .replace(/名(?:员工)?|员工/g, "人"),
  );
  const under = /^(?:少于|小于|不足|低于|<)(\d{1,7})人?$/.exec(plain);
  if (under) return sized(null, Number(under[1]));
  const over = /^(?:多于|大于|超过|>)(\d{1,7})人?$/.exec(plain);
  if (over) return sized(Number(over[1]), null);
  const match = /^(\d{1,7})(?:人?-(\d{1,7}))?(?:人?(?:(及?以上|\+)|(及?以下|以内))|(\+)?人)?$/.exec(plain);
  if (!match?.[1]) return null;
  const first = Number(match[1]);
  const atLeast = match[3] ?? match[5];
  const atMost = match[4];
  if (match[2] !== undefined) {
    const second = Number(match[2]);
    return atLeast || atMost ? null : sized(Math.min(first, second), Math.max(first, second));
  }
  if (atLeast) return sized(first, null);
  if (atMost) return sized(null, first);
  return plain.endsWith("人") ? sized(first, first) : null;
}
