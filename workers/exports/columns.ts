/** The columns that an export can have: those of the tables that postings and companies are read from. */
import type { Column, Columns } from "../../shared/tables/column.ts";

export type CellKind = "text" | "number" | "flag" | "list" | "time" | "day";

export interface ExportColumn {
  name: string;
  /** ClickHouse's name of the type. */
  type: string;
  comment: string;
  kind: CellKind;
}

/** The value of a cell: times are Unix ms, days are `2026-11-22`, a flag is true or false. */
export type Cell = string | number | boolean | string[] | null;

function cellKind({ type, isInstant }: Pick<Column, "type" | "isInstant">): CellKind {
  if (isInstant) return "time";
  if (/^Array\(/.test(type)) return "list";
  if (/Bool/.test(type)) return "flag";
  if (/^(Nullable\()?Date(32)?\)?$/.test(type)) return "day";
  return /^(Nullable\()?(U?Int|Float)\d+/.test(type) ? "number" : "text";
}

/** @param names those of `columns` that are wanted, in this order */
export const exportColumns = (columns: Columns, names: readonly string[]): ExportColumn[] =>
  names.flatMap((name) => {
    const column = columns[name];
    return column ? [{ name, type: column.type, comment: column.comment, kind: cellKind(column) }] : [];
  });
