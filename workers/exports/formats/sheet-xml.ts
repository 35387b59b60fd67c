/**
 * The XML of a workbook: numbers are numbers, times are dates on the clock of China, and texts are never formulas.
 * Source: ECMA-376 part 1, 18.2 – 18.3.
 */
import { DAY_MS } from "../../../shared/time.ts";
import type { Cell, ExportColumn } from "../columns.ts";
import { chinaClock } from "./china-time.ts";
import { numberText } from "./format.ts";

/** Excel's limit of characters in a cell: a workbook with a longer one is called damaged. */
export const MAX_CELL_CHARS = 32_767;
const CUT = "…";

/** Styles of cells by their index in the workbook's list of formats. */
const STYLES = ["", "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd"] as const;
const KINDS: Record<ExportColumn["kind"], { style: number; width: number }> = {
  text: { style: 0, width: 24 },
  list: { style: 0, width: 24 },
  number: { style: 0, width: 12 },
  flag: { style: 0, width: 8 },
  time: { style: 1, width: 20 },
  day: { style: 2, width: 12 },
};

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const FIRST_CUSTOM_FORMAT = 164;

/** Controls that XML can't hold are written as Excel does: _x0001_. It holds tabs, line ends and the controls from 007f on. */
const SPECIAL = /[&<>\ufffe\uffff[\p{Cc}--[\t\n\x7f-\x9f]]]/gv;
const NAMED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
/** A text that looks like such an escape is none. */
const LIKE_ESCAPED = /_(?=x[0-9A-Fa-f]{4}_)/g;
const escaped = (text: string): string =>
  text
    .replace(LIKE_ESCAPED, "_x005F_")
    .replace(
      SPECIAL,
      (char) => NAMED[char] ?? `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    );

/** @returns `A`, …, `Z`, `AA` of the column at 0, 1, … */
function letters(at: number): string {
  let name = "";
  for (let left = at + 1; left > 0; left = Math.floor((left - 1) / 26))
    name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  return name;
}

/** Digits behind the point that tell milliseconds of a day apart. */
const DAY_DIGITS = 9;
/** Days since 1899-12-30, as spreadsheet programs count. */
const serial = (unixMs: number): string => (unixMs / DAY_MS + 25_569).toFixed(DAY_DIGITS);

/** Counts the cells whose text was cut. */
export interface CutCells {
  cutCells: number;
}

function textOf(value: string | string[], report: CutCells): string {
  const text = (Array.isArray(value) ? value.join("|") : value).replaceAll("\r\n", "\n").toWellFormed();
  if (text.length <= MAX_CELL_CHARS) return text;
  report.cutCells += 1;
  return text.slice(0, MAX_CELL_CHARS - CUT.length).toWellFormed() + CUT;
}

const textCell = (place: string, text: string): string =>
  `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

function cellXml(place: string, value: Cell, kind: ExportColumn["kind"], report: CutCells): string {
  if (value === null) return "";
  const { style } = KINDS[kind];
  if (kind === "time")
    return `<c r="${place}" s="${style}"><v>${serial(chinaClock(value as number).getTime())}</v></c>`;
  if (kind === "day")
    return `<c r="${place}" s="${style}"><v>${serial(Date.parse(`${value as string}T00:00:00Z`))}</v></c>`;
  if (typeof value === "number")
    return Number.isFinite(value) ? `<c r="${place}"><v>${numberText(value)}</v></c>` : "";
  if (typeof value === "boolean") return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`;
  return textCell(place, textOf(value, report));
}

/** @returns a function that writes the row with this number, from 1 */
export function rowWriter(
  columns: readonly ExportColumn[],
): (number: number, row: readonly Cell[], report: CutCells) => string {
  const names = columns.map((_, at) => letters(at));
  return (number, row, report) => {
    const line = numberText(number);
    let cells = "";
    for (const [at, { kind }] of columns.entries())
      cells += cellXml(`${names[at]}${line}`, row[at] ?? null, kind, report);
    return `<row r="${line}">${cells}</row>`;
  };
}

/** What stands before the rows of a sheet: the first row is its header and stays in view. */
export function sheetHead(columns: readonly ExportColumn[]): string {
  const widths = columns.map(
    ({ kind }, at) => `<col min="${at + 1}" max="${at + 1}" width="${KINDS[kind].width}" customWidth="1"/>`,
  );
  const header = columns.map(({ name }, at) => textCell(`${letters(at)}1`, name)).join("");
  return `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.join("")}</cols><sheetData><row r="1">${header}</row>`;
}
export const SHEET_END = "</sheetData></worksheet>";

const MAX_SHEET_NAME = 31;
const FIRST_SHEETS = /^xl\/worksheets\//;

/** @returns the files of the workbook beside its sheets, by their path */
export function workbookFiles(name: string, sheets: readonly string[]): [path: string, xml: string][] {
  const type = (part: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;
  const formats = STYLES.flatMap((code, at) => (code === "" ? [] : [{ id: FIRST_CUSTOM_FORMAT + at, code }]));
  const sheetName = (at: number) =>
    at === 0 ? name.slice(0, MAX_SHEET_NAME) : `${name.slice(0, MAX_SHEET_NAME - 4)}_${at + 1}`;
  return [
    [
      "xl/styles.xml",
      `${DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${formats
        .map(({ id, code }) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`)
        .join(
          "",
        )}</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${STYLES.length}">${STYLES.map(
        (code, at) =>
          `<xf numFmtId="${code === "" ? 0 : FIRST_CUSTOM_FORMAT + at}" fontId="0" fillId="0" borderId="0" xfId="0"${code === "" ? "" : ' applyNumberFormat="1"'}/>`,
      ).join("")}</cellXfs></styleSheet>`,
    ],
    [
      "xl/workbook.xml",
      `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets
        .map((_, at) => `<sheet name="${sheetName(at)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
        .join("")}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${sheets
        .map(
          (path, at) =>
            `<Relationship Id="rId${at + 1}" Type="${OFFICE}/worksheet" Target="${path.replace(FIRST_SHEETS, "worksheets/")}"/>`,
        )
        .join(
          "",
        )}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      "_rels/.rels",
      `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "[Content_Types].xml",
      `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type("sheet.main")}"/><Override PartName="/xl/styles.xml" ContentType="${type("styles")}"/>${sheets
        .map((path) => `<Override PartName="/${path}" ContentType="${type("worksheet")}"/>`)
        .join("")}</Types>`,
    ],
  ];
}
