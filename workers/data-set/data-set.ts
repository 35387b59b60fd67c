/** The published data set as the API, the queue and the schedule use it; `create-data-set.ts` builds it. */
import type { DataSetFileName } from "../../shared/contracts/data-set.ts";
import type { Snapshot } from "../db/data-set-schema.ts";

export interface DataSet {
  /** Begins today's snapshot. @returns its day; null when there is one of today already */
  start(cause: string): Promise<string | null>;
  /** Newest first. */
  list(): Promise<Snapshot[]>;
  find(day: string): Promise<Snapshot | null>;
  /** Null when there is no such file. */
  read(
    day: string,
    file: DataSetFileName,
  ): Promise<{ body: ReadableStream<Uint8Array>; bytes: number } | null>;
  /** Wakes a snapshot whose wake-up or Worker was lost. @returns false when none runs */
  resume(): Promise<boolean>;
  /** Takes one step of the snapshot that runs, in the queue's consumer. */
  run(): Promise<void>;
}
