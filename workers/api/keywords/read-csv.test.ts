import { describe, expect, test } from "vitest";
import { ApiError } from "../../../shared/errors/codes.ts";
import { decodeCsv, MAX_ROWS } from "../http/csv.ts";
import { readKeywordCsv } from "./read-csv.ts";

const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const rawOf = (text: string) => readKeywordCsv(text).map((row) => ("raw" in row ? row.raw : row.problem));
const problemsOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error.problems;
    throw error;
  }
  throw new Error("nothing was refused");
};

const java = { platform: "boss", keyword: "Java", city: "北京", priority: 5 };

describe("rows", () => {
  test.each([
    ["without a header", "boss,Java,北京,5"],
    ["with one", "platform,keyword,city,priority\nboss,Java,北京,5\n"],
    ["with one in another order and case", "City,PRIORITY, keyword ,Platform\n北京,5,Java,boss"],
    ["with Windows line ends", "platform,keyword,city,priority\r\nboss,Java,北京,5\r\n"],
    ["with old Mac line ends", "platform,keyword,city,priority\rboss,Java,北京,5"],
    ["with blank lines", "\n\nboss,Java,北京,5\n\n  \n"],
    ["with blanks round the cells", " boss , Java ,北京 , 5 "],
    ["with quotes", '"boss","Java","北京","5"'],
  ])("%s", (_, text) => {
    expect(rawOf(text)).toEqual([java]);
  });

  test("hold commas and quotes inside quotes", () => {
    expect(rawOf('boss,"C, ""C++"" & C#",北京,5')).toEqual([{ ...java, keyword: 'C, "C++" & C#' }]);
  });

  test("may leave priority and channel out, or empty", () => {
    const bare = { platform: "boss", keyword: "Java", city: "北京" };
    expect(rawOf("boss,Java,北京\nboss,Java,北京,\nboss,Java,北京,,\nboss,Java,北京,,app")).toEqual([
      bare,
      bare,
      bare,
      { ...bare, channel: "app" },
    ]);
  });

  test("keep their line numbers", () => {
    const places = readKeywordCsv("platform,keyword,city\n\nboss,a,北京\n\n\nboss,b,北京").map(
      ({ place }) => place,
    );
    expect(places).toEqual([{ line: 3 }, { line: 6 }]);
  });

  test("keep a priority that is no number as text, for the check to refuse", () => {
    expect(rawOf("boss,Java,北京,high")).toEqual([{ ...java, priority: "high" }]);
    expect(rawOf("boss,Java,北京,-1")).toEqual([{ ...java, priority: "-1" }]);
  });
});

describe("a broken row costs only itself", () => {
  test.each([
    ["a quote never closed", 'boss,"Java,北京,5', "Quote Not Closed"],
    ["a quote inside a cell", 'boss,Ja"va,北京,5', "Invalid Opening Quote"],
    ["text after a quote", 'boss,"Java"x,北京,5', "Invalid Closing Quote"],
    ["too many fields", "boss,Java,北京,5,web,more", "has 6 fields; at most 5 are known"],
  ])("%s", (_, row, reason) => {
    const rows = readKeywordCsv(`boss,first,北京,5\n${row}\nboss,last,北京,5\n`);
    expect(rows.map(({ place }) => place)).toEqual([{ line: 1 }, { line: 2 }, { line: 3 }]);
    expect(rows[1]).toMatchObject({ problem: { field: "row", reason: expect.stringContaining(reason) } });
    expect(rows[0]).toMatchObject({ raw: { keyword: "first" } });
    expect(rows[2]).toMatchObject({ raw: { keyword: "last" } });
  });

  test("quotes that pair up over a line's end spoil both lines and join nothing", () => {
    const rows = readKeywordCsv('boss,"one,北京,5\nboss,two",北京,5\nboss,last,北京,5');
    expect(
      rows.map((row) => ("raw" in row ? (row.raw as { keyword: string }).keyword : row.problem.field)),
    ).toEqual(["row", "row", "last"]);
  });

  test("with a header, more fields than it has columns", () => {
    const rows = readKeywordCsv("platform,keyword,city\nboss,Java,北京,5");
    expect(rows[0]).toMatchObject({ problem: { reason: "has 4 fields; at most 3 are known" } });
  });
});

describe("a file is refused whole", () => {
  test.each(["", "\n\n", "  ", "platform,keyword,city,priority\n"])("without rows: %j", (text) => {
    expect(problemsOf(() => readKeywordCsv(text))).toEqual([{ field: "body", reason: "holds no rows" }]);
  });

  test("with a header that misses, repeats or adds a column", () => {
    expect(problemsOf(() => readKeywordCsv("platform,platform,word\nboss,boss,Java"))).toEqual([
      { field: "header", reason: 'column "platform" is unknown or repeated' },
      { field: "header", reason: 'column "word" is unknown or repeated' },
      { field: "header", reason: 'column "keyword" is missing' },
      { field: "header", reason: 'column "city" is missing' },
    ]);
  });

  test("with too many rows", () => {
    const text = "boss,Java,北京,5\n".repeat(MAX_ROWS);
    expect(readKeywordCsv(text)).toHaveLength(10_000);
    expect(problemsOf(() => readKeywordCsv(`${text}boss,Java,北京,5`))).toEqual([
      { field: "body", reason: "holds more than 10000 rows" },
    ]);
  });

  test("when it is not UTF-8", () => {
    // 北京 as Excel in China saves it (GBK).
    const gbk = new Uint8Array([0xb1, 0xb1, 0xbe, 0xa9]).buffer;
    expect(problemsOf(() => decodeCsv(gbk))).toMatchObject([
      { field: "body", reason: expect.stringContaining("not UTF-8") },
    ]);
  });
});

test("a byte order mark is no part of the first cell", () => {
  expect(rawOf(decodeCsv(bytes("\ufeffboss,Java,北京,5")))).toEqual([java]);
  expect(rawOf(decodeCsv(bytes("\ufeffplatform,keyword,city,priority\nboss,Java,北京,5")))).toEqual([java]);
});
