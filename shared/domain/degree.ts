import type { DegreeLevel } from "../contracts/rows.ts";

/** From the lowest up: a requirement is a minimum, so of several degrees named the lowest counts. */
const WORDS: readonly (readonly [DegreeLevel, RegExp])[] = [
  ["any", /不限|无学历要求|学历无要求|不要求|无要求/],
  ["junior", /初中|小学/],
  ["senior-high", /高中/],
  ["vocational", /中专|中技|中职|技校|职高|技工/],
  ["associate", /大专|专科|高职|高专/],
  ["bachelor", /本科|学士/],
  ["master", /硕士|研究生|mba|emba/i],
  ["doctor", /博士/],
];

/** Longer texts are prose. */
const MAX_LENGTH = 30;

/**
 * Degree text of any of the sites (本科, 大专及以上, 中技/中专, 学历不限) -> common level.
 * @returns null when the text is unread
 */
export function parseDegree(text: string): DegreeLevel | null {
  if (text.length > MAX_LENGTH) return null;
  // 高职本科 is a bachelor's degree of a vocational college; 博士研究生 and 硕士研究生 are one word each.
  const plain = text.normalize("NFKC").replace("高职本科", "本科").replace("博士研究生", "博士");
  return WORDS.find(([, word]) => word.test(plain))?.[0] ?? null;
}
