import { describe, expect, test } from "vitest";
import { ApiError } from "../../../shared/errors/codes.ts";
import { MAX_ROWS } from "../http/csv.ts";
import { decodeText } from "../http/decode-text.ts";
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
    expect(rawOf("boss,Java,北京,soon")).toEqual([{ ...java, priority: "soon" }]);
    expect(rawOf("boss,Java,北京,-1")).toEqual([{ ...java, priority: "-1" }]);
  });
});

describe("a broken row costs only itself", () => {
  test.each([
    ["a quote never closed", 'boss,"Java,北京,5', "quote that is not closed"],
    ["a quote inside a cell", 'boss,Ja"va,北京,5', "quote inside a cell"],
    ["text after a quote", 'boss,"Java"x,北京,5', "text behind a closing quote"],
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

  test.each([
    ["of a million cells", "boss,".repeat(1_000_000)],
    ["of a million columns", `platform,keyword,city${",x".repeat(1_000_000)}`],
    ["of one long cell", `boss,${"长".repeat(1_000_000)},北京`],
  ])("a line %s is not read", (_, long) => {
    const reason = "is longer than 20000 characters";
    expect(readKeywordCsv(`${long}\nboss,last,北京,5`)).toMatchObject([
      { place: { line: 1 }, problem: { field: "row", reason } },
      { place: { line: 2 }, raw: { keyword: "last" } },
    ]);
  });

  test("with a header, more fields than it has columns", () => {
    const rows = readKeywordCsv("platform,keyword,city\nboss,Java,北京,5");
    expect(rows[0]).toMatchObject({ problem: { reason: "has 4 fields; at most 3 are known" } });
  });
});

test("millions of blank lines cost no rows, and the numbers of the lines count them", () => {
  const rows = readKeywordCsv(`${"\r\n\n".repeat(1_000_000)}boss,Java,北京,5\n`);
  expect(rows).toMatchObject([{ place: { line: 2_000_001 }, raw: { keyword: "Java" } }]);
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

  test("with thousands of unknown columns, of which it names the first", () => {
    const columns = Array.from({ length: 3000 }, (_, n) => `x${n}`);
    expect(problemsOf(() => readKeywordCsv(`platform,keyword,city,${columns}`))).toHaveLength(50);
  });

  test("with too many rows", () => {
    const text = "boss,Java,北京,5\n".repeat(MAX_ROWS);
    expect(readKeywordCsv(text)).toHaveLength(10_000);
    expect(problemsOf(() => readKeywordCsv(`${text}boss,Java,北京,5`))).toEqual([
      { field: "body", reason: "holds more than 10000 rows" },
    ]);
  });

  test.each([
    ["a workbook", [0x50, 0x4b, 0x03, 0x04, 0x14], "an Excel workbook (.xlsx)"],
    ["an old workbook", [0xd0, 0xcf, 0x11, 0xe0, 0xa1], "an Excel workbook (.xls)"],
    ["bytes of no encoding", [0xff, 0xff, 0x80, 0x2c], "is not text"],
    ["NUL characters", [0x62, 0, 0x6f, 0], "is not text"],
    ["UTF-16 that is cut off", [0xff, 0xfe, 0x17], "is not text"],
  ])("when it is %s", (_, content, reason) => {
    expect(problemsOf(() => decodeText(new Uint8Array(content).buffer))).toMatchObject([
      { field: "body", reason: expect.stringContaining(reason) },
    ]);
  });
});

describe("a file as spreadsheet programs save it", () => {
  const header = "platform,keyword,city,priority";

  test("as “CSV” of a Chinese Excel, in GBK", () => {
    // boss,会计,北京 with 会计 and 北京 in GBK.
    const gbk = [0xbb, 0xe1, 0xbc, 0xc6, 0x2c, 0xb1, 0xb1, 0xbe, 0xa9];
    const file = new Uint8Array([...new TextEncoder().encode("boss,"), ...gbk]).buffer;
    expect(rawOf(decodeText(file))).toEqual([{ platform: "boss", keyword: "会计", city: "北京" }]);
  });

  test.each([
    ["little", true],
    ["big", false],
  ])("as “Unicode text”, in UTF-16 of %s endian, with tabs", (_, littleEndian) => {
    const text = "\ufeff平台\t关键词\t城市\r\nBoss直聘\t会计\t北京\r\n";
    const view = new DataView(new ArrayBuffer(2 * text.length));
    for (let at = 0; at < text.length; at++) view.setUint16(2 * at, text.charCodeAt(at), littleEndian);
    expect(rawOf(decodeText(view.buffer))).toEqual([{ platform: "boss", keyword: "会计", city: "北京" }]);
  });

  test.each([
    ["empty cells at the end of each line", `${header},,\nboss,Java,北京,5,,\n`],
    ["rows of empty cells", `${header}\n,,,\nboss,Java,北京,5\n,,,\n"",,,\n,,,\n`],
    ["a column that was cleared", "platform,keyword,,city,priority\nboss,Java,,北京,5"],
    ["the line that names the separator", `sep=,\n${header}\nboss,Java,北京,5`],
    ["another separator named", "sep=;\nplatform;keyword;city;priority\nboss;Java;北京;5"],
    ["a separator named and no header", "sep=;\r\nboss;Java;北京;5"],
    ["semicolons", "platform;keyword;city;priority\nboss;Java;北京;5"],
    ["semicolons and no header", "boss;Java;北京;5"],
    ["tabs", "platform\tkeyword\tcity\tpriority\nboss\tJava\t北京\t5"],
    ["tabs and no header", "boss\tJava\t北京\t5"],
    ["the names that the dashboard shows", "平台,关键词,城市,优先级\nBoss直聘,Java,北京,5"],
    ["the line that names a tab", "sep=\t\nplatform\tkeyword\tcity\tpriority\nboss\tJava\t北京\t5"],
    ["full-width commas", "平台，关键词，城市，优先级\n，，，\nboss，Java，北京，5"],
    ["full-width commas and no header", "boss，Java，北京，5"],
    ["numbers of pandas", `${header}\nboss,Java,北京,5.0`],
    ["remarks in the header", "平台（必填）,搜索关键词,工作城市,优先级(0-10)\nboss,Java,北京,5"],
    ["names in other spellings", "平台 , 关键字,城市*,Ｐｒｉｏｒｉｔｙ\nBOSS 直聘,Java,北京,５"],
  ])("with %s", (_, text) => {
    expect(rawOf(text)).toEqual([java]);
  });

  test("rows keep their line in the file", () => {
    const rows = readKeywordCsv(`sep=,\n${header}\n,,,\nboss,a,北京,5\n,,,\nboss,"b,北京,5`);
    expect(rows.map(({ place }) => place)).toEqual([{ line: 4 }, { line: 6 }]);
  });

  test("names each platform, channel and priority as people write them", () => {
    const text =
      "平台,关键词,城市,优先级,渠道\n前程无忧,a,全国,紧急,网页\n51Job,b,全国,LOW,App\n智联,c,全国,10,小程序";
    expect(rawOf(text)).toEqual([
      { platform: "qcwy", keyword: "a", city: "全国", priority: 10, channel: "web" },
      { platform: "qcwy", keyword: "b", city: "全国", priority: 0, channel: "app" },
      { platform: "zhilian", keyword: "c", city: "全国", priority: 10, channel: "mini" },
    ]);
    expect(rawOf("前程无忧（51job）,a,全国\n智联招聘网,b,全国")).toMatchObject([
      { platform: "qcwy" },
      { platform: "zhilian" },
    ]);
  });

  test("a value beside the named columns is a problem of its row, and not lost", () => {
    const rows = readKeywordCsv(`${header},,\nboss,Java,北京,5,,x\nboss,Go,北京,5,,`);
    expect(rows[0]).toMatchObject({ problem: { field: "row" } });
    expect(rows[1]).toMatchObject({ raw: { keyword: "Go" } });
    const cleared = readKeywordCsv("platform,keyword,,city\nboss,Java,x,北京");
    expect(cleared[0]).toMatchObject({ problem: { reason: "has a value in column 3, which has no name" } });
  });

  test("a keyword that is also the name of a column makes no header", () => {
    expect(rawOf("boss,渠道,上海\nboss,city,上海")).toEqual([
      { platform: "boss", keyword: "渠道", city: "上海" },
      { platform: "boss", keyword: "city", city: "上海" },
    ]);
  });
});

test("a byte order mark is no part of the first cell", () => {
  expect(rawOf(decodeText(bytes("\ufeffboss,Java,北京,5")))).toEqual([java]);
  expect(rawOf(decodeText(bytes("\ufeffplatform,keyword,city,priority\nboss,Java,北京,5")))).toEqual([java]);
});
