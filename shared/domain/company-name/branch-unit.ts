/**
 * What tells the units of one firm apart after its name: a number, a letter, a direction or a kind of place (二店, 17, A座,
 * 南院区, 宝安店). Names that differ in it alone name two employers.
 */

const NUMBER = "第?(?:[0-9]{1,4}|[〇零一二三四五六七八九十百]{1,4})";
const LETTER = "[A-Za-z甲乙丙丁戊]";
const DIRECTION = "[东西南北中]{1,2}";
const KIND =
  "(?:店|部|期|厂|园|区|组|队|线|站|仓|座|栋|楼|所|院|校|中心|车间|[校院园厂]区|分?公司|号[店楼厂院仓线]?|分[店部校院厂])";
const NUMBERED = new RegExp(`^(?:${NUMBER}|${LETTER})${KIND}?$|^${DIRECTION}${KIND}$`, "u");
/** 宝安店, 西南销售部, 南山校区: words with their kind, a second name before them too. */
const NAMED = /^.{1,60}(?:分公司|店|部|[校院园厂]区|车间)$/u;
/** These say who recruits, not for which branch. */
const WHOLE = /^(?:总部|本部|总店|人事部|人力资源部|招聘部)$/u;
export const SEPARATORS = /^[\s—_·|/、,;:-]+/u;

/** True for the whole text of a pair of brackets: (二), (A座), (17). */
export const isUnit = (text: string): boolean => NUMBERED.test(text.trim());

/** @param after what follows the legal form; @returns the unit that it names, else an empty text */
export function unitOf(after: string): string {
  const text = after
    .replace(SEPARATORS, "")
    .replace(/^\((.*)\)$/u, "$1")
    .trim();
  return isUnit(text) || (NAMED.test(text) && !WHOLE.test(text)) ? text : "";
}

const DIGITS = "〇一二三四五六七八九";
/** 第十二 is 12; reads numbers below 1000, as units have them. */
function numberOf(han: string): string {
  if (!/[十百]/u.test(han)) return [...han.replaceAll("零", "〇")].map((one) => DIGITS.indexOf(one)).join("");
  let sum = 0;
  let digit = 0;
  for (const one of han) {
    const unit = one === "十" ? 10 : one === "百" ? 100 : 0;
    if (unit === 0) digit = Math.max(0, DIGITS.indexOf(one));
    else sum += Math.max(1, digit) * unit;
    if (unit !== 0) digit = 0;
  }
  return String(sum + digit);
}

/** One text for the ways to write one branch: 上海第一分公司 and 上海市1分公司, 一店 and 1号店. Empty where there is none. */
export const branchKey = (branch: string): string =>
  branch
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s·・.,'&_()-]/gu, "")
    .replace(/市|有限公司|第/gu, "")
    .replace(/[〇零一二三四五六七八九十百]+/gu, numberOf)
    .replace(/(?<=[0-9a-z])[号分门]店$/u, "店");
