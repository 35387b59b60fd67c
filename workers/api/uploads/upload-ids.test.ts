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
/** Three parts or four: a part ends with the piece of the body in which it reaches 1,000 rows. */
const ROWS = 3500;
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

interface LogLine {
  parts: number;
}

async function uploadLog(): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  const insert = async (texts: string[]) => void lines.push(...texts.map((text) => JSON.parse(text)));
  await exportUploadLog({ ledger: ingest.ledger.stub, insert });
  return lines;
}

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

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

  const log = await uploadLog();
  expect(log).toMatchObject([{ ...ids, received: ROWS, valid: ROWS }]);
  const parts = numbers(log[0]?.parts ?? 0);
  expect(parts.length).toBeGreaterThanOrEqual(3);

  const letters = await call<{ items: (Ids & { received: number })[] }>("GET", "/ingest/dead-letters");
  expect(letters.data.items).toMatchObject([ids]);
  const [letter = { part: -1, received: 0 }] = letters.data.items;
  const inserted = ROWS - letter.received;
  for (const id of [upload_id, "my-batch"]) {
    const { data } = await call<object>("GET", `/universal/data/batches/${id}?limit=1`);
    expect(data).toMatchObject({ ...ids, state: "dead", received: ROWS, inserted });
  }

  const stored = parts.filter((part) => part !== letter.part);
  expect(stored).toHaveLength(parts.length - 1);
  const pushed = await push();
  expect(pushed).toMatchObject(stored.map((part) => ({ ...ids, part })));
  expect(pushed.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(inserted);
  const named = stored.map((part) => JSON.stringify({ upload_id, part, batch_id: "my-batch" }));
  for (const table of ["raw_jobs", "jobs", "job_sightings"] as const)
    expect(idsIn(table).sort(), table).toEqual(named);
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
  const log = await uploadLog();
  expect(log).toMatchObject([{ upload_id, batch_id: null }]);
  const named = numbers(log[0]?.parts ?? 0).map((part) => ({ upload_id, part, batch_id: null }));
  expect(await push()).toMatchObject(named);
  expect(idsIn("jobs").sort()).toEqual(named.map((ids) => JSON.stringify(ids)));
});
