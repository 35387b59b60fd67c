import { expect, test } from "vitest";
import type { DeadLetter } from "../../../shared/contracts/ingest-ledger.ts";
import { NOW, testApi } from "../../../tests/edge/api/test-api.ts";

const letter = (seq: number): DeadLetter => ({
  seq,
  batch_id: `batch-${seq}`,
  upload_id: `upload-${seq}`,
  part: 3,
  sender_batch_id: "mine",
  state: "dead",
  spool_key: `spool/2026-11-22/batch-${seq}.ndjson`,
  inserted: 0,
  changed: 0,
  duplicates: 0,
  platform: "boss",
  channel: "web",
  data_type: "job",
  source: "edge",
  request_id: "r-1",
  run_id: null,
  bytes: 1234,
  received: 30,
  invalid: 1,
  problems: [{ field: "encryptJobId", reason: "is missing", rows: "3" }],
  attempts: 8,
  error: "Code: 53. Type mismatch",
  accepted_at: NOW - 10,
  settled_at: NOW,
});

interface Page {
  items: { id: string }[];
  next_cursor: string | null;
}

test("the status shows backlog and totals", async () => {
  const { call, ingestStatus } = testApi();
  Object.assign(ingestStatus, {
    waiting_batches: 2,
    waiting_rows: 60,
    oldest_waiting_at: NOW,
    dead_batches: 1,
    quarantined_batches: 2,
    quarantined_rows: 60,
    last_error: "down",
    by_platform: { boss: { batches: 1, received: 2, inserted: 1, changed: 0, duplicates: 1, invalid: 0 } },
  });
  expect((await call("GET", "/ingest")).data).toEqual({
    waiting_parts: 2,
    waiting_rows: 60,
    oldest_waiting_at: NOW,
    dead_letters: 1,
    quarantined_batches: 2,
    quarantined_rows: 60,
    last_error: "down",
    waiting_pushes: 0,
    by_platform: { boss: { parts: 1, received: 2, inserted: 1, changed: 0, duplicates: 1, invalid: 0 } },
  });
});

test("dead letters page, newest first, with what a person needs to judge them", async () => {
  const { call, deadLetters } = testApi();
  deadLetters.push(letter(5), letter(4), letter(2));
  const first = await call<Page>("GET", "/ingest/dead-letters?limit=2");
  expect(first.data.items.map(({ id }) => id)).toEqual(["batch-5", "batch-4"]);
  expect(first.data.items[0]).toMatchObject({
    upload_id: "upload-5",
    part: 3,
    batch_id: "mine",
    data_type: "job",
    attempts: 8,
    error: "Code: 53. Type mismatch",
    problems: [{ index: 3, field: "encryptJobId", reason: "is missing" }],
    accepted_at: NOW - 10,
    dead_at: NOW,
  });
  const rest = await call<Page>("GET", `/ingest/dead-letters?limit=2&cursor=${first.data.next_cursor}`);
  expect(rest.data).toMatchObject({ items: [{ id: "batch-2" }], next_cursor: null });
});

test("a dead letter is replayed once; what is none is 404", async () => {
  const { call, deadLetters } = testApi();
  deadLetters.push(letter(1));
  expect(await call("POST", "/ingest/dead-letters/batch-1/replay")).toMatchObject({
    status: 200,
    data: { id: "batch-1" },
  });
  expect(deadLetters).toEqual([]);
  expect(await call("POST", "/ingest/dead-letters/batch-1/replay")).toMatchObject({
    status: 404,
    code: "not_found",
  });
});
