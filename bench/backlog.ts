/** Makes rows as 51job sends them, cuts them into batches as the crawl does, and writes them to the spool. */
import { generatePostings } from "../local/job-boards/corpus/generate.ts";
import { PostingIndex } from "../local/job-boards/posting-index.ts";
import { layout, qcwyFields } from "../local/job-boards/qcwy/posting.ts";
import type { Worker } from "./rig.ts";

export interface Batch {
  batchId: string;
  rows: unknown[];
}

/** One request to the bench worker carries this many rows: some megabytes. */
const ROWS_A_CALL = 4000;

/** Makes different postings of 51job, in its own fields. */
export function makeRows(seed: number, count: number): unknown[] {
  const index = new PostingIndex(generatePostings(seed, count), layout);
  return index.search({ keyword: "", city: null, filters: {} }).map((item) => ({
    ...qcwyFields(item),
    hrActiveStatusGreen: item.key.endsWith("1"),
  }));
}

/** @param name makes the ids of the batches; an id is accepted once */
export function cutBatches(name: string, rows: unknown[], size: number): Batch[] {
  const batches: Batch[] = [];
  for (let from = 0; from < rows.length; from += size) {
    batches.push({ batchId: `${name}-${from / size}`, rows: rows.slice(from, from + size) });
  }
  return batches;
}

/** Writes batches to the spool; the worker must hold the ingest queue back. */
export async function fillSpool(worker: Worker, batches: Batch[]): Promise<void> {
  let call: Batch[] = [];
  let rows = 0;
  for (const [index, batch] of batches.entries()) {
    call.push(batch);
    rows += batch.rows.length;
    if (rows < ROWS_A_CALL && index < batches.length - 1) continue;
    await worker.call("accept", { batches: call });
    call = [];
    rows = 0;
  }
}

export interface ConsumeReport {
  groups: number;
  batches: number;
  stored: number;
  duplicates: number;
  stopped: string;
  ms: number;
}
