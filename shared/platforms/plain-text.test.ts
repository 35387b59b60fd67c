import { expect, test } from "vitest";
import { plainText } from "./plain-text.ts";

test.each([
  ["岗位职责：&lt;br&gt;1. 开发&#xa;2. 测试&nbsp;&amp;", "岗位职责：\n1. 开发\n2. 测试 &"],
  ["<p>第一条</p>\n<p>第二条</p>", "\n第一条\n第二条\n"],
  ["一<br/>二<BR>三", "一\n二\n三"],
  ["<!--StartFragment-->一<pre>二</pre><wbr>三", "一\n二\n三"],
  ["&amp;lt;br&amp;gt;", "\n"],
  ["AT&amp;T &#39;R&amp;D&#39; &ldquo;好&rdquo;", "AT&T 'R&D' “好”"],
  ["<em class='hl'>Java</em>开发", "Java开发"],
  ["一&nbsp&nbsp二 ?a&nbsp=1", "一  二 ?a&nbsp=1"],
  ["R&D, AT&T, a&copy=1", "R&D, AT&T, a&copy=1"],
  ["List<String> a < b && c > d", "List<String> a < b && c > d"],
  ["C++ 熟练", "C++ 熟练"],
])("%s", (html, text) => {
  expect(plainText(html)).toBe(text);
});

test("work grows with the length only", () => {
  for (const piece of ["<p", "<br ", "&amp;", "&", "<br>\n ", "&lt;br&gt;", "<p a ", "<!-", "<!--", "-->"])
    expect(plainText(piece.repeat(50_000)).length).toBeLessThanOrEqual(piece.length * 50_000);
});
