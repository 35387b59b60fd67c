/**
 * How skills are found in titles and texts: one pattern per skill over folded text, in the syntax that JavaScript, RE2 and
 * Vectorscan share, so that one text has the same skills in each. No pattern looks around itself: borders are part of it.
 */
import type { Term } from "./term.ts";
import { termKey } from "./term-key.ts";

/**
 * Words of letters and digits end where another such character does not follow; Chinese ones do not touch it. Both
 * engines read `\b` in ASCII. Java is not in JavaScript; what ends in a sign (C#) has a border of its own.
 */
const BORDER = "\\b";
const AFTER_SIGN = "(?:$|[^a-z0-9+#])";
/** A version belongs to the name: vue3, python 3.10. */
const VERSION = " ?v?[0-9][0-9.]{0,4}";

/** Words beside which an everyday word is a name: 熟悉 java spring redis. */
const NAMES =
  "java|python|php|c\\+\\+|c#|javascript|node|nodejs|vue|react|angular|mysql|redis|oracle|sql|linux|docker|git|spring|mybatis|django|golang|hadoop|spark|hive|kafka|excel|word|ppt|outlook|office|android|ios|swift|kotlin|css|html5?";
const OTHER_SCRIPT = "[^\\x00-\\x7f]";
/** Neighbours of an everyday word: another script, a sign that parts a list, or a blank beside what is no English word. */
const BEFORE_CAREFUL = `(?:^|${OTHER_SCRIPT} ?|[/,(\\[|+\\n;:*] ?|\\b(?:${NAMES}) )`;
const AFTER_CAREFUL = `(?:$|${OTHER_SCRIPT}|[/,)\\]|+\\n;:.]|[0-9]| ${OTHER_SCRIPT}| ?[/(+|]| (?:${NAMES})\\b)`;

/** Languages beside which a single letter is a language. */
const LANGUAGE =
  "(?:java|python|php|c\\+\\+|c#|javascript|sql|sas|spss|matlab|stata|golang|go|perl|shell|scala|julia|lua|ruby|rust|verilog|fortran|汇编|qt|linux|\\.net|vb)";
const LISTED = "[ ]?[/、,，;；|和或及与+][ ]?";

const besideLanguage = (name: string): string[] => [
  `${BORDER}${name}${LISTED}${LANGUAGE}(?:$|[^a-z0-9])`,
  `${BORDER}${LANGUAGE}${LISTED}${name}(?:$|[^a-z0-9_#+&.-])`,
];

/** Names that are letters or everyday words: where they are the skill. */
const CONTEXTS: Readonly<Record<string, readonly string[]>> = {
  C: [
    ...besideLanguage("c"),
    `${BORDER}c ?(?:语言|程序设计|编程|程序开发|开发工程师|软件工程师)`,
    `${BORDER}ansi c${BORDER}`,
  ],
  R: [...besideLanguage("r"), `${BORDER}r ?(?:语言|编程|studio|包)`],
  Go: [
    ...besideLanguage("go"),
    `${BORDER}go ?(?:语言|lang|开发|研发|工程师|后端|服务端|程序|编程|框架|架构|高级)`,
  ],
  JavaScript: [`(?:^|[^a-z0-9_.])js${BORDER}`],
  Access: [`${BORDER}access ?数据库`],
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
const isLatin = (character: string | undefined): boolean => /^[a-z0-9]$/.test(character ?? "");

/** The pattern of one spelling. @param key from `termKey` */
function patternOf(key: string, isCareful: boolean): string {
  // Spring Boot, spring-boot and springboot are one; a dot at the start belongs to the name.
  const loose = escaped(key).replace(/(?<=.)(?: |\\\.|-|_)(?=.)/gu, "[ ._-]?");
  const version = /[a-z]{3}$/.test(key) ? `(?:${VERSION})?` : "";
  const last = key.at(-1);
  const border = isCareful ? BEFORE_CAREFUL : BORDER;
  // The dot of .NET belongs to the name, so that ASP.NET has none.
  const before = isLatin(key[0]) ? border : key.startsWith(".") ? "(?:^|[^a-z0-9_])" : "";
  const after = isLatin(last)
    ? isCareful
      ? AFTER_CAREFUL
      : BORDER
    : last === "#" || last === "+"
      ? AFTER_SIGN
      : "";
  return `${before}${loose}${version}${after}`;
}

interface TextPattern {
  skill: string;
  /** Over folded text. */
  pattern: string;
}

/** Patterns by skill. */
export type PatternMap = ReadonlyMap<string, string>;

/** @returns the patterns that differ; an empty one takes the skill out of the search of texts */
export const changedPatterns = (before: PatternMap, after: PatternMap): TextPattern[] =>
  [...new Set([...after.keys(), ...before.keys()])]
    .map((skill) => ({ skill, pattern: after.get(skill) ?? "" }))
    .filter(({ skill, pattern }) => pattern !== (before.get(skill) ?? ""));

/** One pattern per skill that is looked for in texts, in the order of the skills' names. */
export function textPatterns(terms: Iterable<Term>): PatternMap {
  const spellings = new Map<string, Set<string>>();
  for (const { text, kind, skill, inText } of terms) {
    if (kind !== "skill" || skill === null) continue;
    const own = CONTEXTS[skill];
    if (inText === "no" && !own) continue;
    const patterns = spellings.get(skill) ?? new Set(own ?? []);
    if (inText !== "no") patterns.add(patternOf(termKey(text), inText === "careful"));
    spellings.set(skill, patterns);
  }
  return new Map(
    [...spellings]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([skill, patterns]) => [skill, [...patterns].join("|")]),
  );
}
