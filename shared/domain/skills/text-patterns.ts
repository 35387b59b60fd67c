/**
 * How skills are found in titles and texts: one pattern per skill over folded text, in the syntax that JavaScript, RE2 and
 * Vectorscan share, so that ClickHouse finds what `findSkills` finds. None looks around itself: borders are part of it.
 */
import type { Term } from "./base/base.ts";
import { termKey } from "./term-key.ts";

/** What does not stand directly before or after a name of Latin letters: java is not in javascript, c not in c#. */
const BEFORE = "(?:^|[^a-z0-9_])";
const AFTER = "(?:$|[^a-z0-9_#+]|\\+(?:$|[^+]))";
/** A version belongs to the name: vue3, python 3.10. */
const VERSION = " ?v?\\d{1,2}(?:\\.\\d{1,2}){0,2}";

/** Words beside which an everyday word is a name: 熟悉 java spring redis. */
const NAMES =
  "java|python|php|c\\+\\+|c#|javascript|js|typescript|ts|node\\.?js|vue(?:\\.js)?[23]?|react|angular|jquery|html5?|css3?|mysql|redis|kafka|oracle|sql|linux|unix|docker|kubernetes|k8s|spring|spring ?boot|spring ?mvc|spring ?cloud|mybatis|hibernate|struts2?|dubbo|django|flask|fastapi|scrapy|golang|go|rust|ruby|scala|kotlin|swift|perl|matlab|sas|spss|stata|hadoop|spark|hive|hbase|flink|storm|excel|word|ppt|powerpoint|outlook|visio|cad|office|ps|git|svn|maven|jenkins|nginx|tomcat|apache|shell|lua|zookeeper|unity(?:3d)?|qt|objective-c|oc|android|ios|windows|mongodb|postgresql|elasticsearch|ansible|prometheus|grafana|zabbix";
/** Neighbours of an everyday word: no letter, or a blank beside something that is no English word. */
const BEFORE_CAREFUL = `(?:^|[^a-z0-9_+#&.'’ -]|(?:^|[^a-z0-9_])(?:${NAMES})[ -]|[^a-z0-9_,.;:!?)'’ -] )`;
const AFTER_CAREFUL = `(?:$|[^a-z0-9_+#&'’ -]| (?:$|[^a-z0-9_(&-])| (?:${NAMES})(?:$|[^a-z0-9_]))`;

/** Languages beside which a single letter is a language. */
const LANGUAGE =
  "(?:java|python|php|c\\+\\+|c#|javascript|sql|sas|spss|matlab|stata|golang|go|perl|shell|scala|julia|lua|ruby|rust|verilog|fortran|汇编|qt|linux|\\.net|vb)";
const LISTED = "[ ]?[/、,，;；|和或及与+][ ]?";

const besideLanguage = (name: string): string[] => [
  `${BEFORE}${name}${LISTED}${LANGUAGE}${AFTER}`,
  `${BEFORE}${LANGUAGE}${LISTED}${name}(?:$|[^a-z0-9_#+&.-])`,
];

/** Names that are letters or everyday words: where they are the skill. */
const CONTEXTS: Readonly<Record<string, readonly string[]>> = {
  C: [
    ...besideLanguage("c"),
    `${BEFORE}(?:标准|嵌入式|linux|纯)? ?c ?(?:语言|程序设计|编程|程序开发|开发工程师|软件工程师)`,
    `${BEFORE}ansi c${AFTER}`,
  ],
  R: [...besideLanguage("r"), `${BEFORE}r ?(?:语言|编程|studio|包)`],
  Go: [
    ...besideLanguage("go"),
    `${BEFORE}go ?(?:语言|lang|开发|研发|工程师|后端|服务端|程序|编程|框架|架构|高级)`,
  ],
  ".NET": [`(?:^|[^a-z0-9_])\\.net(?:${VERSION}| ?core| ?framework)?${AFTER}`, `${BEFORE}dot ?net${AFTER}`],
  Access: [`${BEFORE}access ?数据库`],
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
const isLatin = (character: string | undefined): boolean => /^[a-z0-9]$/.test(character ?? "");

/** The pattern of one spelling. @param key from `termKey` */
function patternOf(key: string, isCareful: boolean): string {
  // Spring Boot, spring-boot and springboot are one; a dot at the start belongs to the name.
  const loose = escaped(key)
    .replace(/(?<=.)(?: |\\\.|-|_)(?=.)/gu, "[ ._-]?")
    .replace(/\\\//g, "/");
  const version = /[a-z]{3}$/.test(key) ? `(?:${VERSION})?` : "";
  const before = isLatin(key[0]) ? (isCareful ? BEFORE_CAREFUL : BEFORE) : "";
  const last = key.at(-1);
  const after = isLatin(last) || last === "#" || last === "+" ? (isCareful ? AFTER_CAREFUL : AFTER) : "";
  return `${before}${loose}${version}${after}`;
}

export interface TextPattern {
  skill: string;
  /** Over folded text. */
  pattern: string;
}

/** One pattern per skill that is looked for in texts, in the order of the skills' names. */
export function textPatterns(terms: Iterable<Term>): TextPattern[] {
  const spellings = new Map<string, Set<string>>();
  for (const { text, kind, skill, inText } of terms) {
    if (kind !== "skill" || skill === null) continue;
    const own = CONTEXTS[skill];
    if (inText === "no" && !own) continue;
    const patterns = spellings.get(skill) ?? new Set(own ?? []);
    if (inText !== "no") patterns.add(patternOf(termKey(text), inText === "careful"));
    spellings.set(skill, patterns);
  }
  return [...spellings]
    .map(([skill, patterns]) => ({ skill, pattern: [...patterns].join("|") }))
    .toSorted((one, other) => (one.skill < other.skill ? -1 : 1));
}
