/**
 * Reads what a title says of the job: notes (急聘, 双休), levels (高级) and general words (工程师) are no part of it, and
 * words with one meaning become one. Patterns are RE2 over folded text.
 */
import { skillKeySql } from "../clickhouse/job-skills.ts";
import { sqlString } from "../clickhouse/query.ts";
import type { SqlStep } from "./sql-steps.ts";

/** Number of the posting at the company, or a year. */
const CODE = "[a-z]{0,4}[-#]?[0-9]{4,}";

/** What recruiters add to a title: how urgent, what it pays, what it offers, whom it takes, its number. */
const NOTES = [
  "急聘|急招|诚聘|诚招|高薪|热招|热聘|直招|直聘|招聘|急需|长期招|内推",
  "周末双休|双休|单休|大小周|早九晚[五六]|朝九晚[五六]|不加班|加班少|弹性工作",
  "五险一金|六险一金|五险|社保|包食宿|包吃住|包吃包住|包吃|包住|提供住宿|提供食宿|管吃住|食宿|带薪年假|年底双薪|年终奖",
  "可实习|接受应届生?|应届生?|校招|社招|无经验可?|零经验|经验不限|接受小白|可远程|远程办公|远程",
  "(月薪|年薪|底薪|无责底薪)?[0-9.]+ ?[k千万w]?[-~至][0-9.]+ ?[k千万w元]+(/月|/天|/年|以上)?|[0-9]+元(/天|/月|/小时)?|[0-9]{2}薪|[0-9]+名|20[0-9]{2}届?|base",
  CODE,
].join("|");

const STAFF = "专员|代表|顾问|业务员|销售员";
/** What is taken out of a title, or made one with other words, but tells two jobs apart where both say it otherwise. */
const ERASED: readonly [kind: string, found: (folded: string) => string][] = [
  ["c", (folded) => `extractAll(${folded}, ${sqlString(CODE)})`],
  ["k", (folded) => eitherOf(folded, "校招|应届|[0-9]届", "社招")],
  // The last word is what is looked for: 销售代表工程师 is an engineer.
  [
    "r",
    (folded) =>
      eitherOf(`arrayElement(extractAll(${folded}, ${sqlString(`工程师|${STAFF}`)}), -1)`, "工程师", STAFF),
  ],
];
export const ERASED_KINDS: readonly string[] = ERASED.map(([kind]) => kind);
const eitherOf = (text: string, one: string, other: string) =>
  `arrayFilter(x -> x != '', [if(match(${text}, ${sqlString(one)}), '1', ''), if(match(${text}, ${sqlString(other)}), '2', '')])`;

/** Pattern → bit of `title_level`. */
const LEVELS: readonly [pattern: string, bit: number][] = [
  ["实习生?|intern(ship)?", 1],
  ["初级|junior", 2],
  ["中级|middle", 4],
  ["高级|资深|senior|sr\\.", 8],
  ["专家|首席|principal|staff", 16],
  ["助理|assistant", 32],
];

/** Applied in order. */
const SYNONYMS: readonly [pattern: string, word: string][] = [
  ["c ?\\+\\+|cpp", "c++"],
  ["golang", "go"],
  ["(asp)?\\.net|dotnet", "dotnet"],
  ["node\\.?js", "node"],
  ["vue\\.?js", "vue"],
  ["j2ee|javaee", "java"],
  ["javascript", "js"],
  ["研发", "开发"],
  ["软件开发工程师|软件工程师|软件开发人员", "软件开发"],
  ["程序开发员?|程序员|程序猿|开发工程师|开发人员|编程|developer|engineer|coder", "开发"],
  ["([a-z+#]) ?软件开发", "\\1开发"],
  ["服务端|服务器端|后台|back-?end", "后端"],
  ["front-?end", "前端"],
  ["web前端", "前端"],
  ["人力资源|\\bhr\\b", "人事"],
  ["业务员|业务代表|业务专员|销售代表|销售专员|销售顾问|销售人员|销售员", "销售"],
  ["客户服务|客服专员|客服代表|客服人员", "客服"],
  ["仓库管理员|仓管员|库管员|库管", "仓管"],
  ["驾驶员", "司机"],
  ["保安员", "保安"],
  ["保洁员", "保洁"],
  ["收银员", "收银"],
  ["设计师|设计人员", "设计"],
  ["分析师", "分析"],
  ["讲师|教师|老师", "教师"],
  ["工程师|专员|人员|岗位|职位|岗", ""],
  ["(开发)+", "开发"],
];

const replaceAll = (text: string, pattern: string, by: string) =>
  `replaceRegexpAll(${text}, ${sqlString(pattern)}, ${sqlString(by)})`;

/** Longer titles are cut. */
const MAX_TITLE = 200;

/** A place or its short form in the title says where, not what. */
const withoutPlace = (text: string, place: string) =>
  `if(lengthUTF8(${place}) < 2, ${text}, replaceAll(${text}, ${place}, ''))`;

/**
 * Columns of a title, each step from those before it: the title by its words, its words of Latin letters, its level, and what it
 * lost.
 * @param title column of the title, which may be null; @param city and @param district columns of its place
 */
export function titleSteps(title: string, city: string, district: string): SqlStep[] {
  const whole = `ifNull(${title}, '')`;
  const levels = LEVELS.map(([pattern, bit]) => `match(t_plain, ${sqlString(pattern)}) * ${bit}`).join(" + ");
  const bare = replaceAll("t_plain", LEVELS.map(([pattern]) => pattern).join("|"), " ");
  const words = replaceAll("t_worded", "[^\\p{L}\\p{N}+#]", "");
  // Two long titles that differ behind the cut are two.
  const cut = `if(lengthUTF8(${whole}) > ${MAX_TITLE}, hex(cityHash64(${whole})), '')`;
  const marks = ERASED.map(([kind, found]) => `arrayMap(x -> concat('${kind}', x), ${found("t_folded")})`);
  return [
    { t_folded: skillKeySql(`substringUTF8(${whole}, 1, ${MAX_TITLE})`) },
    { t_plain: replaceAll(withoutPlace(withoutPlace("t_folded", city), district), NOTES, " ") },
    {
      title_level: `toUInt8(${levels})`,
      t_worded: SYNONYMS.reduce((text, [pattern, word]) => replaceAll(text, pattern, word), bare),
    },
    {
      t_core: `concat(${words}, ${cut})`,
      title_latin: "arraySort(arrayDistinct(extractAll(t_worded, '[a-z][a-z0-9]*[+#]*')))",
      title_marks: `arraySort(arrayDistinct(arrayConcat(${marks.join(", ")})))`,
    },
    { title: "if(t_core = '', t_plain, t_core)" },
  ];
}
