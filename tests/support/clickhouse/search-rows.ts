/** Postings that a search trips over, queries for them, and what a plain scan of the postings finds. */
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { foldText } from "../../../shared/domain/job-words.ts";
import { sampleJob } from "./sample-rows.ts";

/** Texts that a search trips over, as titles, companies, skills and descriptions. */
const TEXTS = [
  "C语言开发工程师",
  "C++ 开发工程师",
  "C/C++软件工程师",
  "c# .NET 后端",
  "ASP.NET Core 开发",
  "internet network 运维",
  "Node.js 全栈工程师",
  "node 工程师，熟悉 js",
  "R语言数据分析",
  "熟悉R、Python、SQL",
  "React 前端 (TypeScript)",
  "Go 后端",
  "Golang 工程师",
  "google ads 投放",
  "1.Java 2.Python 3.Go",
  "①Java②Spring",
  "Java+Vue 全栈",
  "JavaScript 前端",
  "Ｊａｖａ　高级　工程师",
  "JAVA架构师",
  "数据开发，开发数据",
  "数据仓库开发",
  "发开据数",
  "猫粮销售",
  "熊猫饲养员",
  "100%达标 a_b \\ c:\\temp '引号' \"双\"",
  "100% 远程",
  "1000人公司 abc",
  "café 店长",
  "cafe\u0301 咖啡师",
  "cafe 收银",
  "🚀火箭 发射 👩‍💻",
  "ﾊﾞｲﾄ 募集",
  "バイト 募集",
  "한국어 번역",
  "한국어 강사",
  "Senior  Data\n\tEngineer",
  "data. Engineer",
  "ＨＲＢＰ／人事经理",
  "x' OR 1=1 --",
  "3年经验",
  "13年经验",
  "C++11/14/17 标准",
  "F# 与 Objective-C",
  "Java™ 认证",
  "ΟΔΟΣ Привет MИР",
  "{word:String} {filter_word_0:String}",
  "𠮷野家 店员",
];
/** At least thirty mixed queries; several words, phrases, one character, signs. */
export const QUERIES = [
  "R",
  "C",
  "c++",
  "C#",
  ".NET",
  "net",
  "node.js",
  "Node",
  "Go",
  "golang",
  "java",
  "Ｊａｖａ",
  "javascript",
  "java 工程师",
  "java、spring",
  "猫",
  "开",
  "数据开发",
  "开发 数据",
  '"数据 开发"',
  '"开发工程师"',
  '"data engineer"',
  "“Senior Data Engineer”",
  "data",
  "%",
  "100%",
  "a_b",
  "a%b",
  "\\",
  "c:\\temp",
  "'",
  "x' OR 1=1 --",
  "'引号'",
  "café",
  "cafe",
  "cafe\u0301",
  "🚀",
  "👩‍💻",
  "バイト",
  "ﾊﾞｲﾄ",
  "한국어",
  "3年",
  "3",
  "11",
  "c++11",
  "+",
  "#",
  "hrbp/人事",
  "οδος",
  "привет",
  "мир",
  "{word:String}",
  "𠮷",
  "𠮷野",
  "不存在的词",
  "java 不存在",
  "开发 工程师 c++",
  "人事 经理 hrbp",
  "发开据数",
  "开发".repeat(100),
  "a b c d e f g h i j k l m n o p q r s t",
];

const N = TEXTS.length;
/** Each text stands in each of the places once. */
const PLACES = ["title", "company_name", "skill", "tag", "description"] as const;
export const rows = PLACES.flatMap((place, at) =>
  TEXTS.map((text, n) => {
    const number = at * N + n;
    const base = {
      ...sampleJob(number),
      title: "甲",
      company_name: "乙",
      skills: ["丙"],
      tags: ["丁"],
      description: "戊",
    };
    const put = {
      title: { title: text },
      company_name: { company_name: text },
      skill: { skills: ["丙", text] },
      tag: { tags: [text] },
      description: { description: `戊\n${text}\n己` },
    }[place];
    return {
      ...base,
      ...put,
      platform: PLATFORMS[number % 3] as (typeof PLATFORMS)[number],
      monthly_min: number % 7 === 0 ? null : 1000 * (number % 5),
      monthly_max: number % 7 === 0 ? null : 2000 * (number % 5),
      published_at: number % 4 === 0 ? null : base.collected_at - (number % 9) * 1000,
    };
  }),
);
export const keyOf = ({ platform, job_key }: { platform: string; job_key: string }) =>
  `${platform} ${job_key}`;

/** The rule once more, as plainly as it can be written: character by character over the folded fields. */
export function scan(query: string): string[] {
  const letter = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}\p{M}]/u;
  const words: string[] = [];
  let rest = query;
  while (rest !== "") {
    const quoted = /^["“”＂]([^"“”＂]*)["“”＂]/.exec(rest);
    const plain = /^[^\s,，、;；"“”＂]+/.exec(rest);
    const part = quoted ?? plain;
    if (part) words.push(foldText(quoted ? (quoted[1] ?? "") : part[0]));
    rest = rest.slice(part?.[0].length ?? 1);
  }
  const holds = (text: string, word: string): boolean => {
    const all = [...text];
    const own = [...word];
    for (let at = 0; at + own.length <= all.length; at++) {
      if (own.some((character, index) => all[at + index] !== character)) continue;
      const before = all[at - 1] ?? "";
      const [after = "", second = ""] = all.slice(at + own.length);
      if (letter.test(own[0] ?? "") && letter.test(before)) continue;
      const goesOn = letter.test(after) || after === "#" || (after === "+" && second === "+");
      if (letter.test(own.at(-1) ?? "") && goesOn) continue;
      return true;
    }
    return false;
  };
  return rows
    .filter((row) => {
      const fields = [row.title, row.company_name, ...row.skills, ...row.tags, row.description].map(foldText);
      return words.every((word) => fields.some((field) => holds(field, word)));
    })
    .map(keyOf)
    .sort();
}
