import { describe, expect, test } from "vitest";
import { findWords, foldText, holdsWords, wordsOf } from "./job-words.ts";

const marked = (text: string, query: string) =>
  findWords(text, wordsOf(query)).map(([start, end]) => text.slice(start, end));

test.each([
  ["java  python", ["java", "python"]],
  ['"java dev" C++', ["java dev", "c++"]],
  ["“数据 开发”、Java，java", ["数据 开发", "java"]],
  ['"open', ["open"]],
  ['"" "  "', []],
  ["，、", []],
  ["Ｃ＋＋ ＂ａ　ｂ＂", ["c++", "a b"]],
])("%j has the words %j", (query, words) => {
  expect(wordsOf(query)).toEqual(words);
});

describe("words are marked where they stand in the text as it is written", () => {
  test.each([
    ["Ｊａｖａ 与 javascript、JAVA。", "java", ["Ｊａｖａ", "JAVA"]],
    ["①Java②Spring", "java spring", ["Java", "Spring"]],
    ["C C++ C# c", "c", ["C", "c"]],
    ["C C++ C#", "c++ c#", ["C++", "C#"]],
    ["ASP.NET .Net network", ".net", [".NET", ".Net"]],
    ["cafe\u0301 cafe", "café", ["cafe\u0301"]],
    ["cafe\u0301 cafe", "cafe", ["cafe"]],
    ["ﾊﾞｲﾄ", "バイト", ["ﾊﾞｲﾄ"]],
    ["🚀火箭🚀", "🚀", ["🚀", "🚀"]],
    ["\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국", ["\u1112\u1161\u11ab\u1100\u116e\u11a8"]],
    ["a  senior\n data\tengineer", '"senior data engineer"', ["senior\n data\tengineer"]],
    ["数据开发开发", "数据开发 开发", ["数据开发开发"]],
    ["25㎡ ﬁnance", "finance", ["ﬁnance"]],
    ["x.*y xzzy", "x.*y", ["x.*y"]],
    ["<b>Go</b>", "go", ["Go"]],
    ["", "go", []],
  ])("%j searched for %j", (text, query, found) => {
    expect(marked(text, query)).toEqual(found);
  });

  test("wherever a text holds a word, something of it is marked", () => {
    const texts = [
      "İstanbul",
      "ΟΔΟΣ",
      "Ǆ ǆ",
      "ﷺ",
      "㈱会社",
      "ẛ̣",
      "½ cup",
      "𝒥ava",
      "Å",
      "e\u0327\u0301",
      "ｶﾞ",
      "\u0344a",
    ];
    for (const text of texts) {
      for (const word of foldText(text).split(" ")) {
        if (!holdsWords([foldText(text)], [word])) continue;
        expect({ text, word, found: findWords(text, [word]).length > 0 }).toEqual({
          text,
          word,
          found: true,
        });
      }
    }
  });

  test("a long text and a long query take linear time", () => {
    const text = "开发 a ".repeat(20_000);
    expect(findWords(text, wordsOf("开发 a b c d e f g h i j k l m n o p q")).length).toBe(40_000);
    expect(findWords("a".repeat(100_000), ["a".repeat(200)])).toEqual([]);
  });
});
