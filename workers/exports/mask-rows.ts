/** Hides recruiters' contacts in rows of an export, by the mask that every answer passes. */
import { maskAnswer } from "../../shared/platforms/recruiter-mask.ts";
import type { Cell, ExportColumn } from "./columns.ts";
import type { StagedRow } from "./source.ts";

const MAY_HOLD_CONTACT: ReadonlySet<ExportColumn["kind"]> = new Set(["text", "list"]);

/** @returns a function that masks the texts of one row; the mask reads the names of columns too */
export function rowMask(columns: readonly ExportColumn[]): (row: StagedRow) => StagedRow {
  const texts = columns.flatMap(({ name, kind }, at) => (MAY_HOLD_CONTACT.has(kind) ? [{ name, at }] : []));
  return ({ cells, position }) => {
    const masked: Record<string, Cell> = maskAnswer(
      Object.fromEntries(texts.map(({ name, at }) => [name, cells[at] ?? null])),
    );
    const shown = [...cells];
    for (const { name, at } of texts) shown[at] = masked[name] ?? null;
    return { cells: shown, position };
  };
}
