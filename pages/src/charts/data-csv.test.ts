import { expect, test } from "vitest";
import { type DataColumn, dataCsv } from "./data-csv.ts";

interface Row {
  name: string;
  n: number | null;
}
const columns: DataColumn<Row>[] = [
  { title: "Skill", value: ({ name }) => name },
  { title: "Postings", value: ({ n }) => n, show: () => "shown" },
];

test("values stand as they are, below what the figure says of itself", () => {
  expect(
    dataCsv(
      [
        { name: "Java", n: 1234 },
        { name: "C#", n: null },
      ],
      columns,
      ["Skills, N: 5,000"],
    ),
  ).toBe('\uFEFF"# Skills, N: 5,000"\r\nSkill,Postings\r\nJava,1234\r\nC#,\r\n');
});

test.each([
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["+1", "'+1"],
  ["@x", "'@x"],
  ["-1+2", "'-1+2"],
  ['say "hi", twice', '"say ""hi"", twice"'],
  ["two\nlines", '"two\nlines"'],
])("the text %j becomes %j, which no spreadsheet runs", (name, field) => {
  expect(dataCsv([{ name, n: -5 }], columns, [])).toBe(`\uFEFFSkill,Postings\r\n${field},-5\r\n`);
});
