import type { CompanySize } from "../contracts/rows.ts";

export interface Headcount {
  size: CompanySize;
  /** As the text says it; null = open. */
  min: number | null;
  max: number | null;
}

/** Longer texts are prose. */
const MAX_LENGTH = 30;

const CLASSES: readonly (readonly [from: number, size: CompanySize])[] = [
  [10_000, "10000+"],
  [1000, "1000-9999"],
  [500, "500-999"],
  [100, "100-499"],
  [20, "20-99"],
  [0, "1-20"],
];

/** The class of the lower bound: 51job's borders (50-150, 150-500) fall between the common ones. */
function sized(min: number | null, max: number | null): Headcount {
  const size = CLASSES.find(([from]) => (min ?? 0) >= from)?.[1] ?? "1-20";
  return { size, min, max };
}

/**
 * Company size text of any of the sites (20-99人, 少于50人, 150-500人, 20人以下, 10000人以上).
 * The class is that of the lower bound; the exact figures are kept beside it.
 * @returns null when the text is unread
 */
export function parseCompanySize(text: string): Headcount | null {
  if (text.length > MAX_LENGTH) return null;
  const plain = text
    .normalize("NFKC")
    .replace(/[\s,]/g, "")
    .replace(/[‐‑‒–—―−~〜至到]+/g, "-")
    .replace(/(\d+(?:\.\d+)?)万/g, (_, figure) => String(Math.round(Number(figure) * 10_000)));
  const under = /^(?:少于|小于|不足|低于)(\d{1,7})人?$/.exec(plain);
  if (under) return sized(null, Number(under[1]));
  const match = /^(\d{1,7})(?:人?-(\d{1,7}))?人?(?:(及?以上|\+)|(及?以下|以内))?$/.exec(plain);
  if (!match?.[1]) return null;
  const first = Number(match[1]);
  const open = match[3] ?? match[4];
  if (match[2] !== undefined) {
    const second = Number(match[2]);
    return open === undefined ? sized(Math.min(first, second), Math.max(first, second)) : null;
  }
  if (match[3]) return sized(first, null);
  if (match[4]) return sized(null, first);
  return plain.endsWith("人") ? sized(first, first) : null;
}
