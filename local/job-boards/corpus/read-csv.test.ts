import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { FIXTURE } from "../../../tests/support/job-boards/test-client.ts";
import { describeCorpus } from "../corpus.ts";
import { readCorpusCsv } from "./read-csv.ts";

const folder = mkdtempSync(join(tmpdir(), "job-boards-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("merges exact duplicates and counts what it leaves out", () => {
  const report = readCorpusCsv(FIXTURE);
  expect(report).toMatchObject({ rows: 9, duplicates: 1, incomplete: 1 });
  expect(report.postings).toHaveLength(7);
  expect(describeCorpus(report)).toBe(
    "7 postings from 9 rows (1 exact duplicates merged, 1 rows without title or company left out)",
  );
  const [first] = report.postings;
  expect(first).toMatchObject({
    city: "上海",
    district: "浦东新区",
    tagList: ["java", "spring", "五险一金"],
  });
  expect(report.postings[2]?.title).toBe("数据分析师\n（Python方向）");
});

test("reads a byte order mark, CRLF, quoted newlines, other column order and missing columns", () => {
  const report = readCorpusCsv(
    file("odd.csv", '\uFEFFTitle,extra, Company \r\n"Java\r\n工程师",x,甲公司\r\n\r\n销售,y,"乙""公司"\r\n'),
  );
  expect(report.postings.map(({ title, company }) => [title, company])).toEqual([
    ["Java\r\n工程师", "甲公司"],
    ["销售", '乙"公司'],
  ]);
  expect(report.postings[0]).toMatchObject({ salary: "", area: "", city: "", updated_at: "", tagList: [] });
});

test("a short row reads as empty columns, a long one loses its surplus", () => {
  const report = readCorpusCsv(file("ragged.csv", "company,title,area\n甲,销售\n乙,会计,上海,多余\n"));
  expect(report.postings.map(({ area }) => area)).toEqual(["", "上海"]);
});

test("a posting has the same hash whatever the order of columns", () => {
  const one = readCorpusCsv(file("one.csv", "company,title,area\n甲,销售,上海\n"));
  const two = readCorpusCsv(file("two.csv", "area,title,company\n上海,销售,甲\n"));
  expect(one.postings[0]?.hash).toBe(two.postings[0]?.hash);
});

test.each([
  ["nowhere.csv", null, "no such file"],
  ["empty.csv", "", "the file is empty"],
  ["blank.csv", "\r\n\n", "the file is empty"],
  ["no-title.csv", "company,city\n甲,上海\n", 'there is no column "title"'],
  ["no-company.csv", "title\n销售\n", 'there is no column "company"'],
  ["neither.csv", "city\n上海\n", 'there is no column "company" and "title"; the first line names'],
  ["header.csv", "company,title\n", "no row has a company and a title"],
  ["unclosed.csv", 'company,title\n甲,"销售\n', "cannot be read: "],
])("%s is one clear error", (name, content, reason) => {
  const path = content === null ? join(folder, name) : file(name, content);
  expect(() => readCorpusCsv(path)).toThrow(`corpus ${path}: ${reason}`);
  try {
    readCorpusCsv(path);
  } catch (error) {
    expect(String(error)).not.toContain("\n");
  }
});

test("a folder in place of a file is one clear error", () => {
  expect(() => readCorpusCsv(folder)).toThrow(`corpus ${folder}: cannot be read: `);
});
