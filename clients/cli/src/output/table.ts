/** Tables for people: as wide as the terminal, page after page under the widths of the first. */
import { plainText } from "../../../terminal/plain-text.ts";
import { fitted, padded, widthOf } from "../../../terminal/width.ts";

export interface Column<Row> {
  head: string;
  /** Null and empty texts are shown as –. */
  value(row: Row): string | number | null | undefined;
  align?: "start" | "end";
  /** It is cut where the terminal is too narrow; ids and numbers are not. */
  flexible?: boolean;
  paint?(text: string, row: Row): string;
}

const GAP = "  ";
const MIN_FLEXIBLE = 8;
const NONE = "–";

/** Takes from the widest flexible column, until all fit or none can give more. */
function shrink(widths: number[], flexible: readonly boolean[], columns: number): number[] {
  const fit = [...widths];
  let over = fit.reduce((sum, width) => sum + width, 0) + GAP.length * (fit.length - 1) - columns;
  while (over > 0) {
    let widest = -1;
    fit.forEach((width, at) => {
      if (flexible[at] && width > MIN_FLEXIBLE && (widest < 0 || width > (fit[widest] ?? 0))) widest = at;
    });
    if (widest < 0) break;
    fit[widest] = (fit[widest] ?? 0) - 1;
    over -= 1;
  }
  return fit;
}

/** @param columns of the terminal; undefined: nothing is cut */
export function tableOf<Row>(
  shape: readonly Column<Row>[],
  columns: number | undefined,
  dim: (text: string) => string,
) {
  let widths: number[] | null = null;
  const cellsOf = (row: Row) =>
    shape.map(({ value }) => {
      const text = plainText(String(value(row) ?? ""));
      return text === "" ? NONE : text;
    });

  function lineOf(cells: readonly string[], paint: (text: string, at: number) => string): string {
    return cells
      .map((cell, at) => {
        const width = widths?.[at] ?? 0;
        const { align = "start", flexible = false } = shape[at] ?? {};
        const text = flexible && columns !== undefined ? fitted(cell, width) : cell;
        const isLast = at === cells.length - 1 && align === "start";
        // Colours come after the padding: their codes have no width.
        return paint(isLast ? text : padded(text, width, align === "end" ? "start" : "end"), at);
      })
      .join(GAP);
  }

  /** @returns lines, with the heading in front of the first rows */
  return (rows: readonly Row[]): string[] => {
    const cells = rows.map(cellsOf);
    const lines: string[] = [];
    if (widths === null) {
      const natural = shape.map(({ head }, at) =>
        cells.reduce((width, row) => Math.max(width, widthOf(row[at] ?? "")), widthOf(head)),
      );
      widths = shrink(
        natural,
        shape.map(({ flexible = false }) => flexible),
        columns ?? Number.POSITIVE_INFINITY,
      );
      lines.push(
        lineOf(
          shape.map(({ head }) => head),
          (text) => dim(text),
        ),
      );
    }
    rows.forEach((row, at) => {
      lines.push(lineOf(cells[at] ?? [], (text, column) => shape[column]?.paint?.(text, row) ?? text));
    });
    return lines;
  };
}
