import type { DegreeLevel } from "../contracts/levels.ts";

/** From the lowest up: a requirement is a minimum, so the lowest of several named degrees counts. */
const WORDS: readonly (readonly [DegreeLevel, RegExp])[] = [
  ["junior", /初中|小学/],
  ["senior-high", /高中|high ?school/],
  ["vocational", /中专|中技|中职|技校|职高|技工|高技/],
  ["associate", /大专|专科|高职|高专|associate/],
  ["bachelor", /本科|学士|专升本|bachelor/],
  ["master", /硕士|研究生|硕博|mba|master/],
  ["doctor", /博士|doctor|phd/],
];
const NO_DEMAND =
  /^(?:不限|不要求|无要求|不限学历|不要求学历|无学历要求|学历(?:要求)?(?:不限|无要求|不要求)|no requirement)$/;
/** 初中以下 is junior; no level stands for the range below any other degree. 非全日制本科 is a bachelor's degree. */
const NOT_A_LEVEL = /(?:高中|中专|中技|大专|专科|本科|硕士|博士|学历)以下|非(?!全日制|统招)|无需|不需|不招/;

/** A longer text is prose. */
const MAX_LENGTH = 30;

/**
 * Reads a degree text of any site (本科, 大专及以上, 中技/中专, 学历不限) to the common level.
 * @returns null when the text cannot be read
 */
export function parseDegree(text: string): DegreeLevel | null {
  if (text.length > MAX_LENGTH) return null;
  // 高职本科 is a bachelor's degree of a vocational college, 副学士 an associate's; 高职高专, 博士研究生 and 硕士研究生
  // are one word each.
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(?<![a-z])\s+|\s+(?![a-z])|[\u200b-\u200d\u2060\ufeff]/g, "")
    .replace("高职本科", "本科")
    .replace("高职高专", "大专")
    .replace("副学士", "大专")
    .replace("博士研究生", "博士");
  if (NO_DEMAND.test(plain)) return "any";
  if (NOT_A_LEVEL.test(plain)) return null;
  return WORDS.find(([, word]) => word.test(plain))?.[0] ?? null;
}
