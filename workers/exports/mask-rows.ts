/**
 * Hides recruiters' contacts in rows of an export, by the mask that every answer passes. A text that was searched must be
 * in what is shown: else a phone number could be confirmed, digit by digit, by the rows that an export of it has.
 */
import { foldText, holdsWords, wordsOf } from "../../shared/domain/job-words.ts";
import { maskAnswer } from "../../shared/platforms/recruiter-mask.ts";
import type { ExportRecord, RowPosition } from "../db/export-schema.ts";
import type { Cell, ExportColumn } from "./columns.ts";
import type { ExportSource, Stage, StagedRow } from "./source.ts";
import { columnsOf, SUBJECTS } from "./subjects.ts";

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

type Kind = Pick<ExportRecord, "subject" | "columns" | "filter" | "masked" | "format">;

const wordsIn = ({ masked, filter }: Kind): string[] =>
  masked && typeof filter.text === "string" ? wordsOf(filter.text) : [];

/** Rows are masked into a copy of their own before the engine writes them, and where some of them may not be found. */
export const needsMaskedCopy = (record: Kind): boolean =>
  record.masked && (record.format === "parquet" || wordsIn(record).length > 0);

/** @returns a function that gives the cells of a row as the file has them; those of a masked copy are masked already */
export function shownCells(record: Kind): (row: StagedRow) => Cell[] {
  if (!record.masked || needsMaskedCopy(record)) return ({ cells }) => cells;
  const mask = rowMask(columnsOf(record.subject, record.columns));
  return (row) => mask(row).cells;
}

/** The chosen columns, followed by those that only the search for words needs. */
export function columnsToCopy(record: Kind): ExportColumn[] {
  const { subject, columns } = record;
  const searched =
    wordsIn(record).length > 0 ? SUBJECTS[subject].searched.filter((name) => !columns.includes(name)) : [];
  return columnsOf(subject, [...columns, ...searched]);
}

/** @returns a function that masks rows with the columns of {@link columnsToCopy}, and drops those that show no such words */
export function maskedRows(record: Kind): (rows: readonly StagedRow[]) => StagedRow[] {
  const copied = columnsToCopy(record);
  const mask = rowMask(copied);
  const words = wordsIn(record);
  const { searched } = SUBJECTS[record.subject];
  const places = copied.flatMap(({ name }, at) => (searched.includes(name) ? [at] : []));
  const textsOf = ({ cells }: StagedRow): string[] =>
    places.flatMap((at) => [cells[at] ?? []].flat()).map((text) => foldText(String(text)));
  return (rows) =>
    rows
      .map(mask)
      .filter((row) => words.length === 0 || holdsWords(textsOf(row), words))
      .map(({ cells, position }) => ({ cells: cells.slice(0, record.columns.length), position }));
}

/**
 * Masks the rows of a copy into another one. A step that was killed after an insert makes the same batch again, since it
 * counts from the position that was saved, so that its rows are not added twice.
 * @param after position in `from` that an earlier call came to
 * @param onBlock is called when a batch was inserted, with the position and the number of its rows in `from`
 * @returns the number of rows of the masked copy
 */
export async function maskCopy(
  source: ExportSource,
  { from, to, after = null }: { from: Stage; to: Stage; after?: RowPosition | null },
  mask: (rows: readonly StagedRow[]) => StagedRow[],
  onBlock?: (position: RowPosition, rows: number) => Promise<void>,
): Promise<number> {
  let batch = source.batch(to);
  let size = 0;
  let last: StagedRow | undefined;
  const insert = async () => {
    if (!last) return;
    await batch.insert(`${to.name}:${JSON.stringify(last.position)}`);
    await onBlock?.(last.position, size);
    batch = source.batch(to);
    size = 0;
  };
  for await (const block of source.rows(from, after)) {
    for (let at = 0; at < block.length; ) {
      const rows = block.slice(at, at + source.batchRows - size);
      batch.add(mask(rows));
      at += rows.length;
      size += rows.length;
      last = rows.at(-1);
      if (size === source.batchRows) await insert();
    }
  }
  if (size > 0) await insert();
  return source.size(to);
}
