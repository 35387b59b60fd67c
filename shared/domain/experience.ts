import type { ExperienceLevel } from "../contracts/levels.ts";

export interface Experience {
  level: ExperienceLevel;
  /** Years; null = open. */
  minYears: number | null;
  maxYears: number | null;
}

const DIGITS = "〇一二三四五六七八九";
/** A longer text is prose. */
const MAX_LENGTH = 30;
/** The length of a working life; a larger figure is not a number of years. */
const MAX_YEARS = 50;

const SEPARATORS = /[/、,;|·]/;
/** Also several classes (25/26届) and the years since the degree (毕业1年内). */
const GRADUATE =
  /^(?:(?:\d{2}|\d{4})(?:届?[-/、,](?:\d{2}|\d{4}))*届(?:应届)?(?:毕业)?生?(?:[校秋春]招)?|(?:\d{2}|\d{4})?应届(?:毕业)?生?|毕业生|(?:应届)?毕业(?:不超过)?[1-3]年(?:以?内|及?以下|之内)?)$/;
const STUDENT = /^(?:在读(?:学?生)?|在校(?:大?学)?生?|实习生?|大?学生)$/;
const NO_DEMAND =
  /^(?:(?:工作)?(?:经验|年限)(?:要求)?:?(?:不限|不要求|无要求)|(?:不限|不要求|无要求)(?:(?:工作)?(?:经验|年限))?|(?:无|没有)(?:工作)?经验要求)$/;
const NO_EXPERIENCE = /^(?:无需|无须|不需要?|无|没有|零)(?:工作|相关)?经[验历](?:[者亦也均]*可)?$/;
const PREFIX = /^(?:有|要求)?(?:工作)?(?:(?:经[验历]|年限)(?:要求)?)?:?(?=\D*\d)/;
const SUFFIX = /的?(?:工作|相关|从业|行业)*经[验历](?:要求)?$/;
const RANGE = /^([\d.]+)年?-([\d.]+)年([及或]以上)?$/;
const AT_LEAST =
  /^(?:(?:至少|最少|不少于|不低于|大于|超过|≥|>=|>)([\d.]+)年(?:及?以上)?|([\d.]+)(?:\+年|年(?:[及或]?以上|起|\+)))$/;
const AT_MOST = /^(?:(?:少于|不满|不足|低于|小于|≤|<=|<)([\d.]+)年|([\d.]+)年(?:[及或]?以[下内]|内))$/;
const EXACTLY = /^([\d.]+)年$/;

const ANY: Experience = { level: "any", minYears: 0, maxYears: null };
const NONE: Experience = { level: "none", minYears: 0, maxYears: null };

/** The level of a number of years: below 1, [1,3), [3,5), [5,10), 10 and more. */
function levelOf(years: number): ExperienceLevel {
  if (years < 1) return "under1";
  if (years < 3) return "1-3";
  if (years < 5) return "3-5";
  return years < 10 ? "5-10" : "over10";
}

/** The lower bound decides the level; when the lower bound is 0, the middle of the range does. */
function range(minYears: number, maxYears: number | null): Experience {
  const decisive = minYears < 1 && maxYears !== null ? (minYears + maxYears) / 2 : minYears;
  return { level: levelOf(decisive), minYears, maxYears };
}

/** Years of a number of months, to two decimals. */
const inYears = (months: string) => String(Math.round((Number(months) / 12) * 100) / 100);

/** Reads 三, 两, 十, 十五, 二十 as numbers. */
function numeral(text: string): string {
  const [tens, ones] = text.includes("十") ? text.split("十") : ["", text];
  const digit = (char: string | undefined) => (char === "两" ? 2 : DIGITS.indexOf(char ?? ""));
  const ten = text.includes("十") ? (tens === "" ? 1 : digit(tens)) : 0;
  return String(ten * 10 + (ones === "" ? 0 : digit(ones)));
}

function normalise(text: string): string {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s\u200b-\u200d\u2060\ufeff]/g, "")
      .replace(/years?/g, "年")
      .replace("(含)", "")
      .replace(/[‐‑‒–—―−~〜∼]+|[至到](?!少)/g, "-")
      .replace(/半(?=年)/g, "0.5")
      .replace(
        /(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[〇一二两三四五六七八九])(?=年|-|个月)/g,
        numeral,
      )
      // 3个月 alone is how long an internship lasts.
      .replace(
        /(?<![\d.])(\d{1,2})个月(?=[及或]?以[上下内]|内|起|\+)/g,
        (_, months: string) => `${inYears(months)}年`,
      )
  );
}

/** @returns a number of years, or null */
function years(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,2}(?:\.\d{1,2})?$/.test(text) && Number(text) <= MAX_YEARS
    ? Number(text)
    : null;
}

function readYears(text: string): Experience | null {
  const plain = text.replace(SUFFIX, "").replace(PREFIX, "");
  const both = RANGE.exec(plain);
  if (both) {
    const [first, second] = [years(both[1]), years(both[2])];
    if (first === null || second === null) return null;
    // 5-7年及以上 is 5 or more.
    return range(Math.min(first, second), both[3] === undefined ? Math.max(first, second) : null);
  }
  const least = AT_LEAST.exec(plain);
  const most = least ? null : AT_MOST.exec(plain);
  const figure = years((least ?? most ?? EXACTLY.exec(plain))?.slice(1).find((part) => part !== undefined));
  if (figure === null) return null;
  if (least) return range(figure, null);
  return most ? range(0, figure) : range(figure, figure);
}

function readPart(text: string): Experience | null {
  if (GRADUATE.test(text)) return { level: "graduate", minYears: 0, maxYears: 0 };
  if (STUDENT.test(text)) return { level: "student", minYears: 0, maxYears: 0 };
  if (NO_DEMAND.test(text)) return ANY;
  return NO_EXPERIENCE.test(text) ? NONE : readYears(text);
}

/**
 * Reads an experience text of any site (3-5年, 2年, 5-7年, 1年以内, 10年以上, 无需经验, 在校/应届, 经验不限).
 * A text that names both students and graduates means graduates; one that also says 不限 requires no experience.
 * @returns null when the text, or any part of it, cannot be read
 */
export function parseExperience(text: string): Experience | null {
  if (text.length > MAX_LENGTH) return null;
  const plain = normalise(text);
  if (GRADUATE.test(plain)) return readPart(plain);
  const parts = plain.split(SEPARATORS).map(readPart);
  const [first] = parts;
  if (parts.length === 1 || !first) return first ?? null;
  const levels = parts.map((part) => part?.level);
  if (!levels.every((level) => level === "any" || level === "graduate" || level === "student")) return null;
  return (
    parts.find((part) => part?.level === "any") ?? parts.find((part) => part?.level === "graduate") ?? first
  );
}
