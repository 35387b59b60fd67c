import type { ExperienceLevel } from "../contracts/rows.ts";

export interface Experience {
  level: ExperienceLevel;
  /** Years; null = open. */
  minYears: number | null;
  maxYears: number | null;
}

const NUMERALS = "〇一二三四五六七八九十";
/** Longer texts are prose. */
const MAX_LENGTH = 30;

const ANY: Experience = { level: "any", minYears: 0, maxYears: null };
const NONE: Experience = { level: "none", minYears: 0, maxYears: null };

/** Level of a number of years: below 1, [1,3), [3,5), [5,10), 10 and more. */
function levelOf(years: number): ExperienceLevel {
  if (years < 1) return "under1";
  if (years < 3) return "1-3";
  if (years < 5) return "3-5";
  return years < 10 ? "5-10" : "over10";
}

/** The least that is asked decides; where it may be none at all, the middle of the range does. */
function range(minYears: number, maxYears: number | null): Experience {
  const decisive = minYears < 1 && maxYears !== null ? (minYears + maxYears) / 2 : minYears;
  return { level: levelOf(decisive), minYears, maxYears };
}

/**
 * Experience text of any of the sites (3-5年, 2年, 5-7年, 1年以内, 10年以上, 无需经验, 在校/应届, 经验不限).
 * A text that names both students and graduates is read as graduates.
 * @returns null when the text is unread
 */
export function parseExperience(text: string): Experience | null {
  if (text.length > MAX_LENGTH) return null;
  const plain = text
    .normalize("NFKC")
    .replace(/\s/g, "")
    .replace(/[‐‑‒–—―−~〜至到]+/g, "-")
    .replace(/[〇一二三四五六七八九十](?=年|-)/g, (numeral) => String(NUMERALS.indexOf(numeral)));
  if (/应届|毕业生/.test(plain)) return { level: "graduate", minYears: 0, maxYears: 0 };
  if (/在校|实习生/.test(plain)) return { level: "student", minYears: 0, maxYears: 0 };
  if (/不限|不要求|无要求/.test(plain)) return ANY;
  if (/无需|无经验|无工作经验|没有经验/.test(plain)) return NONE;
  const match = /^(\d{1,2})(?:-(\d{1,2}))?年(及?以(?:上|下|内))?(?:的?(?:工作)?经[验历])?$/.exec(plain);
  if (!match?.[1]) return null;
  const first = Number(match[1]);
  const bound = match[3];
  if (match[2] !== undefined) {
    const second = Number(match[2]);
    return bound === undefined ? range(Math.min(first, second), Math.max(first, second)) : null;
  }
  if (bound?.endsWith("上")) return range(first, null);
  return bound === undefined ? range(first, first) : range(0, first);
}
