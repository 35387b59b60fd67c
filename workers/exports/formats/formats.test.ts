import { streamXlsxRows } from "hucre/xlsx";
import { expect, test } from "vitest";
import { joinBytes } from "../../../shared/bytes.ts";
import type { Cell, ExportColumn } from "../columns.ts";
import type { StagedRow } from "../source.ts";
import { csv, disarm } from "./csv.ts";
import { jsonLines } from "./json-lines.ts";
import { MAX_CELL_CHARS } from "./sheet-xml.ts";
import { MAX_SHEET_ROWS, type WorkbookOptions, type WorkbookPiece, workbookPieces } from "./xlsx.ts";

const column = (name: string, kind: ExportColumn["kind"]): ExportColumn => ({
  name,
  kind,
  type: "x",
  comment: `what ${name} means`,
});
const COLUMNS = [
  column("title", "text"),
  column("pay", "number"),
  column("agency", "flag"),
  column("skills", "list"),
  column("seen_at", "time"),
  column("day", "day"),
];
/** 2026-11-22 16:30:05 in China. */
const SEEN_AT = Date.UTC(2026, 10, 22, 8, 30, 5, 250);
const ROW: Cell[] = ['会计 "A", 大\n厂', -1.5, false, ["C++", ".NET"], SEEN_AT, "2026-11-22"];

test("CSV begins with a byte order mark and the names; cells are quoted where needed", () => {
  expect(csv.head(COLUMNS)).toBe("\ufefftitle,pay,agency,skills,seen_at,day\r\n");
  expect(csv.line(ROW, COLUMNS)).toBe(
    '"会计 ""A"", 大\n厂",-1.5,false,"C++|.NET",2026-11-22 16:30:05,2026-11-22\r\n',
  );
  expect(csv.line([null, 0, null, [], null, null], COLUMNS)).toBe(",0,,,,\r\n");
});

test.each([
  ["=1+1", "'=1+1"],
  ["=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""],
  ["+86 10", "'+86 10"],
  ["-岗位", "'-岗位"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1+1", '"\'\t=1+1"'],
  ["\r=1+1", '"\'\r=1+1"'],
  ["\n=1+1", '"\'\n=1+1"'],
  ["＝1+1", "'＝1+1"],
  ["＋１", "'＋１"],
  ["－１", "'－１"],
  ["＠x", "'＠x"],
  ["C=1", "C=1"],
])("CSV disarms the formula in %j, also as the first of a list", (text, cell) => {
  expect(csv.line([text], [column("title", "text")])).toBe(`${cell}\r\n`);
  const [first] = csv.line([[text, "x"]], [column("skills", "list")]).replace(/^"/, "");
  expect(first).toBe(disarm(text)[0]);
});

test("a line of JSON has every column, and times with their zone", () => {
  expect(jsonLines.head(COLUMNS)).toBe("");
  expect(JSON.parse(jsonLines.line(ROW, COLUMNS))).toEqual({
    title: '会计 "A", 大\n厂',
    pay: -1.5,
    agency: false,
    skills: ["C++", ".NET"],
    seen_at: "2026-11-22T16:30:05.250+08:00",
    day: "2026-11-22",
  });
  expect(jsonLines.line(ROW, COLUMNS).endsWith("}\n")).toBe(true);
});

async function* blocks(rows: Cell[][], from = 0) {
  for (const [at, cells] of rows.entries()) if (at >= from) yield [{ cells, position: [at] }];
}
const options = (rows: Cell[][], columns: ExportColumn[], over: Partial<WorkbookOptions> = {}) => ({
  ...{ name: "jobs", columns, rowCount: rows.length, cellsOf: ({ cells }: StagedRow) => cells },
  ...over,
});
async function workbook(rows: Cell[][], columns: ExportColumn[], over: Partial<WorkbookOptions> = {}) {
  const pieces: WorkbookPiece[] = [];
  for await (const piece of workbookPieces(blocks(rows), options(rows, columns, over))) pieces.push(piece);
  const bytes = joinBytes(pieces.map((piece) => piece.bytes));
  return { pieces, bytes, report: { cutCells: pieces.at(-1)?.after.cutCells } };
}
async function sheet(bytes: Uint8Array, at: number) {
  const found: unknown[][] = [];
  for await (const { values } of streamXlsxRows(bytes, { sheet: at })) found.push(values);
  return found;
}

test("a workbook has numbers as numbers, times as dates on the clock of China, and texts that are no formulas", async () => {
  const { bytes } = await workbook([ROW, ["=1+1", null, true, [], null, null]], COLUMNS);
  const [head, first, second] = await sheet(bytes, 0);
  expect(head).toEqual(["title", "pay", "agency", "skills", "seen_at", "day"]);
  expect(first?.slice(0, 4)).toEqual(['会计 "A", 大\n厂', -1.5, false, "C++|.NET"]);
  expect(first?.[4]).toEqual(new Date(Date.UTC(2026, 10, 22, 16, 30, 5, 250)));
  expect(first?.[5]).toEqual(new Date(Date.UTC(2026, 10, 22)));
  expect(second?.[0]).toBe("=1+1");
});

test("a workbook goes on in a further sheet, with its header, where one is full", async () => {
  expect(MAX_SHEET_ROWS).toBe(2 ** 20 - 1);
  const rows = Array.from({ length: 5 }, (_, at): Cell[] => [at]);
  const { bytes } = await workbook(rows, [column("n", "number")], { maxSheetRows: 2 });
  expect(await sheet(bytes, 0)).toEqual([["n"], [0], [1]]);
  expect(await sheet(bytes, 1)).toEqual([["n"], [2], [3]]);
  expect(await sheet(bytes, 2)).toEqual([["n"], [4]]);
});

test("a cell that Excel can't hold is cut and counted, and a control character does not break the sheet", async () => {
  const { bytes, report } = await workbook([["x".repeat(40_000)], ["a\u0001b"]], [column("title", "text")]);
  expect(report.cutCells).toBe(1);
  const [, long, odd] = await sheet(bytes, 0);
  expect(String(long?.[0])).toHaveLength(MAX_CELL_CHARS);
  expect(String(odd?.[0])).toMatch(/^a.*b$/u);
});

test.each([10, 600_000])(
  "a workbook that is gone on with from any piece has the same bytes, of %i rows",
  async (rowCount) => {
    const rows = Array.from({ length: 40 }, (_, at): Cell[] => [`会计 <&> ${at} _x0041_`.repeat(at % 7), at]);
    const columns = [column("title", "text"), column("n", "number")];
    const over = { rowCount, maxSheetRows: 15, pieceBytes: 2048 };
    const { pieces, bytes } = await workbook(rows, columns, over);
    expect(pieces.length).toBeGreaterThan(5);
    for (const [at, { before }] of pieces.entries()) {
      const state = JSON.parse(JSON.stringify(before)) as typeof before;
      const rest: Uint8Array[] = [];
      for await (const piece of workbookPieces(
        blocks(rows, before.rows),
        options(rows, columns, over),
        state,
      ))
        rest.push(piece.bytes);
      expect(joinBytes([...pieces.slice(0, at).map((piece) => piece.bytes), ...rest])).toEqual(bytes);
    }
    const found = [...(await sheet(bytes, 0)), ...(await sheet(bytes, 1)), ...(await sheet(bytes, 2))];
    expect(found.filter(([, n]) => typeof n === "number")).toEqual(rows);
  },
);
