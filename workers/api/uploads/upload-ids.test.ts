import { beforeEach, expect, test } from "vitest";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { testApi } from "../../../tests/edge/api/test-api.ts";
import { testUploads } from "../../../tests/edge/api/test-uploads.ts";
import { IngestFixture, rawRows } from "../../../tests/edge/ingest/ingest-fixture.ts";
import { ingestAdmin } from "../../ingest/admin.ts";
import { INGEST_TABLES, type IngestTable } from "../../ingest/line-inserter.ts";
import { consumePushes } from "../../push/consume.ts";
import { exportUploadLog } from "../../uploads/export-log.ts";

const TARGET = "target-1";
const NODE = { ...SUPERUSER, node: "node-1" };
/** Parts of 1,000, 1,000, 1,000 and 500 rows. */
const ROWS = 3500;
const PARTS = [0, 1, 2, 3];
const DEAD_PART = 1;
const REJECTED_ROW = "job-1500";

interface Ids {
  upload_id: string;
  part: number;
  batch_id: string | null;
}
interface Push extends Ids {
  rows: object[];
}

let ingest: IngestFixture;
let call: ReturnType<typeof testApi>["call"];
beforeEach(async () => {
  ingest = await IngestFixture.open();
  ingest.pushTo = TARGET;
  ingest.ledger.settings.attempts = 1;
  const { stub } = ingest.ledger;
  const api = testApi(
    {
      uploads: testUploads(ingest.clock.now, ingest.acceptServices as object),
      ingest: ingestAdmin(stub, ingest.store),
      clock: ingest.clock,
    },
    { principal: NODE },
  );
  call = api.call;
});

const post = (ids: object) =>
  call<{ upload_id: string; batch_id: string }>("POST", "/universal/data/batch-store-async", {
    // The sender writes its id after the rows, when the first parts are in the spool already.
    json: { platform_type: "boss", data_type: "job", data_list: rawRows(ROWS), ...ids },
  });

async function push(): Promise<Push[]> {
  const bodies: Push[] = [];
  const { store, clock, logger } = ingest;
  await consumePushes(
    {
      ...{ ledger: ingest.ledger.stub, store, clock, logger },
      target: async () => ({ id: TARGET, url: "", secret: "", enabled: true, deletedAt: null }),
      sender: {
        post: async (_target, body) => {
          bodies.push(JSON.parse(body));
          return { end: { done: true }, status: 200, tookMs: 1 };
        },
      },
    },
    TARGET,
    60_000,
  );
  return bodies.sort((a, b) => a.part - b.part);
}

async function uploadLog(): Promise<object[]> {
  const lines: object[] = [];
  const insert = async (texts: string[]) => void lines.push(...texts.map((text) => JSON.parse(text)));
  await exportUploadLog({ ledger: ingest.ledger.stub, insert });
  return lines;
}

/** Which parts of which upload the rows of a table name. */
const idsIn = (table: IngestTable) => [
  ...new Set(
    ingest.inserter
      .rows(table)
      .map(({ upload_id, part, batch_id = null }) => JSON.stringify({ upload_id, part, batch_id })),
  ),
];

test("answer, receipt, log, dead letter, push and rows of one upload are joined by upload_id and by batch_id", async () => {
  ingest.inserter.fault = (_table, lines) =>
    lines.some((line) => line.includes(`"job_key":"${REJECTED_ROW}"`)) ? "rejected" : null;
  const answer = await post({ batch_id: "my-batch" });
  expect(answer).toMatchObject({ status: 202, data: { batch_id: "my-batch", received: ROWS } });
  const { upload_id } = answer.data;
  const ids = { upload_id, batch_id: "my-batch" };
  expect(upload_id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  await ingest.drain();

  for (const id of [upload_id, "my-batch"]) {
    const { data } = await call<object>("GET", `/universal/data/batches/${id}?limit=1`);
    expect(data).toMatchObject({ ...ids, state: "dead", received: ROWS, inserted: 2500 });
  }
  expect(await uploadLog()).toMatchObject([{ ...ids, parts: PARTS.length, received: ROWS, valid: ROWS }]);
  const letters = await call<{ items: object[] }>("GET", "/ingest/dead-letters");
  expect(letters.data.items).toMatchObject([{ ...ids, part: DEAD_PART, received: 1000 }]);

  const stored = PARTS.filter((part) => part !== DEAD_PART);
  const pushed = await push();
  expect(pushed).toMatchObject(stored.map((part) => ({ ...ids, part })));
  expect(pushed.map(({ rows }) => rows.length)).toEqual([1000, 1000, 500]);
  const named = stored.map((part) => JSON.stringify({ upload_id, part, batch_id: "my-batch" }));
  for (const table of ["raw_jobs", "jobs", "job_sightings"] as const)
    expect(idsIn(table), table).toEqual(named);
  for (const table of INGEST_TABLES) expect(named, table).toEqual(expect.arrayContaining(idsIn(table)));
});

test("without a batch_id the answer names the upload by its upload_id, and rows and pushes say null", async () => {
  const { data } = await post({});
  const { upload_id } = data;
  expect(data.batch_id).toBe(upload_id);
  await ingest.drain();
  expect(await call("GET", `/universal/data/batches/${upload_id}?limit=1`)).toMatchObject({
    data: { upload_id, batch_id: upload_id, state: "stored" },
  });
  expect(await uploadLog()).toMatchObject([{ upload_id, batch_id: null, parts: PARTS.length }]);
  expect(await push()).toMatchObject(PARTS.map((part) => ({ upload_id, part, batch_id: null })));
  expect(idsIn("jobs")).toEqual(PARTS.map((part) => JSON.stringify({ upload_id, part, batch_id: null })));
});
