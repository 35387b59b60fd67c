/** Calls of SeenIndex: what is already stored, without asking ClickHouse. One object per `platform:type:shard`. */
export type SeenVerdict = "new" | "changed" | "unchanged";

/**
 * What an index holds. `company` is a company's own page; `employer` is the company as a posting tells of it:
 * the two differ in content, and one index for both would call each a change of the other. So it is with `job`,
 * the posting in a list, and `job_detail`, its own page.
 */
export const SEEN_TYPES = ["job", "company", "employer", "job_detail"] as const;
export type SeenType = (typeof SEEN_TYPES)[number];

export interface SeenEntry {
  key: string;
  /** Content hash without volatile fields, hex. */
  hash: string;
}

/** One line of the index, as `restore` takes it from ClickHouse. Times in Unix ms. */
export interface SeenRecord extends SeenEntry {
  firstSeen: number;
  lastSeen: number;
}

export interface SeenIndexApi {
  /** Pure read; the answer has the order of `entries`. */
  check(entries: SeenEntry[]): Promise<SeenVerdict[]>;
  /** Marks entries stored at `at` (Unix ms). Called only after ClickHouse confirmed. */
  mark(entries: SeenEntry[], at: number): Promise<void>;
  /** Puts back lines read from ClickHouse; of a key that is there already, the line seen last stays. */
  restore(records: SeenRecord[]): Promise<void>;
  /** The opposite of mark, for tests and rebuilds: forgets everything. */
  clear(): Promise<void>;
  count(): Promise<number>;
}
