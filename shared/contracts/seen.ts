/** Calls of SeenIndex: what is already stored, without asking ClickHouse. One object per `platform:type:shard`. */
export type SeenVerdict = "new" | "changed" | "unchanged";

export interface SeenEntry {
  key: string;
  /** Content hash without volatile fields, hex. */
  hash: string;
}

export interface SeenIndexApi {
  /** Pure read; the answer has the order of `entries`. */
  check(entries: SeenEntry[]): Promise<SeenVerdict[]>;
  /** Marks entries stored at `at` (Unix ms). Called only after ClickHouse confirmed. */
  mark(entries: SeenEntry[], at: number): Promise<void>;
  /** The opposite of mark, for tests and rebuilds: forgets everything. */
  clear(): Promise<void>;
  count(): Promise<number>;
}
