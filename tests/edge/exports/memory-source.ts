/** Rows of exports in memory, for tests without ClickHouse; copies behave as its partitions do. */
import type { ExportSubject } from "../../../shared/contracts/exports.ts";
import type { RowPosition } from "../../../workers/db/export-schema.ts";
import type { Cell } from "../../../workers/exports/columns.ts";
import type { ExportSource, RowBatch, Stage, StagedRow } from "../../../workers/exports/source.ts";
import { SUBJECTS } from "../../../workers/exports/subjects.ts";

/** A row by the names of its columns; a column left out is null. */
export type SourceRow = Record<string, Cell>;

const encoder = new TextEncoder();

/** The least that has the shape of a Parquet file: the rows as JSON, and an empty footer. */
const asParquet = (rows: StagedRow[]): Uint8Array =>
  new Uint8Array([
    ...encoder.encode(`PAR1${JSON.stringify(rows.map(({ cells }) => cells))}`),
    ...[0, 1, 0, 0, 0],
    ...encoder.encode("PAR1"),
  ]);

export class MemorySource implements ExportSource {
  readonly rowsOf: Record<ExportSubject, SourceRow[]> = { jobs: [], companies: [] };
  readonly copies = new Map<string, StagedRow[]>();
  /** Rows of one block. */
  blockRows = 3;
  batchRows = 3;
  /** Is called before each block; may throw, as a network that breaks. */
  beforeBlock: (position: RowPosition | null) => void | Promise<void> = () => {};
  readonly #tokens = new Set<string>();

  async count(subject: ExportSubject) {
    return this.rowsOf[subject].length;
  }

  async stage({ name, subject, columns }: Stage) {
    const { key } = SUBJECTS[subject];
    const staged = this.rowsOf[subject].map((row) => ({
      cells: columns.map((column) => row[column.name] ?? null),
      position: key.map((column) => row[column] as string | number),
    }));
    this.copies.set(name, staged);
    return staged.length;
  }

  async *rows({ name }: Stage, after: RowPosition | null) {
    const all = this.copies.get(name) ?? [];
    const start =
      after === null ? 0 : all.findIndex(({ position }) => String(position) === String(after)) + 1;
    for (let at = start; at < all.length; at += this.blockRows) {
      await this.beforeBlock(at === 0 ? null : (all[at - 1]?.position ?? null));
      yield all.slice(at, at + this.blockRows);
    }
  }

  batch({ name }: Stage): RowBatch {
    const added: StagedRow[] = [];
    return {
      add: (rows) => void added.push(...rows),
      insert: async (token) => {
        if (this.#tokens.has(token)) return;
        this.#tokens.add(token);
        this.copies.set(name, [...(this.copies.get(name) ?? []), ...added]);
      },
    };
  }

  async size({ name }: Stage) {
    return this.copies.get(name)?.length ?? 0;
  }

  async parquet({ name }: Stage) {
    const bytes = asParquet(this.copies.get(name) ?? []);
    return new Response(bytes).body as ReadableStream<Uint8Array>;
  }

  async drop({ name }: Pick<Stage, "name">) {
    this.copies.delete(name);
  }
}
