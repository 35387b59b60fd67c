import { expect, test } from "vitest";
import { titleWords } from "../../../tests/support/coverage/title-words.ts";

test.each([
  ["Java开发工程师", ["java", "开发工程师"]],
  ["高级C++开发工程师（上海）", ["高级", "c++", "开发工程师", "上海"]],
  ["C#/.NET工程师 node.js", ["c#", ".net", "工程师", "node.js"]],
  ["嵌入式软件工程师", ["嵌入式软件工程师", "嵌入式软件"]],
  ["销售经理", ["销售经理", "销售"]],
  ["ＰＬＣ 5G R", ["plc", "5g"]],
  ["Spring-Boot spring", ["spring-boot", "spring"]],
  ["！！", []],
])("%s", (title, words) => {
  expect(titleWords(title)).toEqual(words);
});
