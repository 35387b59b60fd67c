/** The rows of re-cleans in memory: the first half finds a change in each key, the second writes it. */
import type { RecleanRecord } from "../../../workers/db/reclean-schema.ts";
import type { CorrectionRow, RecleanChangeRow } from "../../../workers/recleans/read-changes.ts";
import type { ListedKey, RawRow, RecleanRows } from "../../../workers/recleans/reclean-rows.ts";

export class MemoryRecleanRows implements RecleanRows {
  /** Keys that a run finds, in their order. */
  keys: string[] = [];
  /** Changes and corrections that are shown. */
  changesShown: RecleanChangeRow[] = [];
  correctionsShown: CorrectionRow[] = [];
  /** Runs whose parsed rows were dropped. */
  dropped: string[] = [];
  /** Is called before a page is written or restored. */
  beforeWrite: () => void | Promise<void> = () => {};

  #after(afterKey: string, limit: number): string[] {
    return this.keys.filter((key) => key > afterKey).slice(0, limit);
  }

  async list(): Promise<number> {
    return this.keys.length;
  }

  async next(_run: RecleanRecord, afterKey: string, limit: number): Promise<ListedKey[]> {
    return this.#after(afterKey, limit).map((row_key) => ({ row_key, content_hash: "h", collected_at: 1 }));
  }

  async *raw(): AsyncGenerator<RawRow> {}

  async addParsed(): Promise<void> {}

  async addUnreadable(): Promise<void> {}

  async compare(_run: RecleanRecord, { after, through }: { after: string; through: string }) {
    const rows = this.keys.filter((key) => key > after && key <= through).length;
    const one = { target: "jobs", rows, filled: rows, emptied: 0 };
    return [
      { ...one, field: "" },
      { ...one, field: "city" },
    ];
  }

  async dropParsed({ id }: Pick<RecleanRecord, "id">): Promise<void> {
    this.dropped.push(id);
  }

  async toWrite(): Promise<number> {
    return this.keys.length;
  }

  async lastKey({ afterKey }: RecleanRecord, _direction: unknown, limit: number): Promise<string> {
    return this.#after(afterKey, limit).at(-1) ?? "";
  }

  async write(_run: RecleanRecord, _direction: unknown, page: { after: string; through: string }) {
    await this.beforeWrite();
    const rows = this.keys.filter((key) => key > page.after && key <= page.through).length;
    return { rows, written: rows };
  }

  async changes() {
    return this.changesShown;
  }

  async corrections() {
    return this.correctionsShown;
  }
}
