import { expect, test } from "vitest";
import { fitted, widthOf } from "../../../terminal/width.ts";
import { barOf } from "./progress.ts";
import { type Column, tableOf } from "./table.ts";

interface Row {
  id: string;
  title: string | null;
  count: number;
}
const columns: Column<Row>[] = [
  { head: "Id", value: ({ id }) => id },
  { head: "Title", value: ({ title }) => title, flexible: true },
  { head: "Count", value: ({ count }) => count, align: "end" },
];
const rows: Row[] = [
  { id: "0199c5a0-1", title: "高级会计工程师（上海浦东新区）", count: 5 },
  { id: "0199c5a0-2", title: "é", count: 12_000 },
  { id: "0199c5a0-3", title: null, count: 0 },
];
const plain = (text: string) => text;

test("a table is as wide as the terminal, and cuts no id and no number", () => {
  const lines = tableOf(columns, 36, plain)(rows);
  for (const line of lines) expect(widthOf(line), line).toBe(36);
  expect(lines[1]).toContain("…");
  for (const { id, count } of rows) expect(lines.join("\n")).toMatch(new RegExp(`${id} .* ${count}`));
  expect(lines[3]).toMatch(/ – {2,}0$/);
});

test("where the output is no terminal nothing is cut, and later pages stand under the same columns", () => {
  const print = tableOf(columns, undefined, plain);
  const [head = "", first = ""] = print(rows);
  expect(first).toContain("高级会计工程师（上海浦东新区）");
  const [later = "", ...more] = print([{ id: "0199c5a0-4", title: "x", count: 7 }]);
  expect(more).toEqual([]);
  expect([widthOf(later), widthOf(first)]).toEqual([widthOf(head), widthOf(head)]);
});

test("colours do not count as width", () => {
  const painted: Column<Row>[] = [
    { head: "Title", value: ({ title }) => title, paint: (text) => `\u001b[31m${text}\u001b[39m` },
    { head: "Id", value: ({ id }) => id },
  ];
  const [, first = "", second = ""] = tableOf(painted, undefined, plain)(rows);
  const bare = (line: string) => line.replaceAll("\u001b[31m", "").replaceAll("\u001b[39m", "");
  expect(widthOf(bare(first).split("0199")[0] ?? "")).toBe(widthOf(bare(second).split("0199")[0] ?? ""));
});

test("a text is cut between characters, never within a wide one", () => {
  expect(fitted("会计师", 5)).toBe("会计…");
  expect(fitted("会计师", 4)).toBe("会…");
  expect(fitted("会计师", 6)).toBe("会计师");
});

test("a bar fits its line, stays within 100 % and is safe from the text of a server", () => {
  expect(barOf({ done: 1, total: 4, text: "x" }, 80)).toBe("██████░░░░░░░░░░░░░░░░░░  25 % x");
  expect(barOf({ done: 9, total: 4, text: "" }, 80)).toContain("100 %");
  expect(barOf({ done: 7, total: null, text: "\u001b[2J" }, 80)).toBe("7 \\u001b[2J");
  expect(widthOf(barOf({ done: 1, total: 2, text: "会".repeat(100) }, 60))).toBeLessThanOrEqual(59);
});
