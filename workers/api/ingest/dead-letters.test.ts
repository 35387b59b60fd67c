/** Dead letters of a real ledger and a real spool. */
import { beforeEach, expect, test } from "vitest";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { testApi } from "../../../tests/edge/api/test-api.ts";
import { IngestFixture } from "../../../tests/edge/ingest/ingest-fixture.ts";
import { ingestAdmin } from "../../ingest/admin.ts";

let ingest: IngestFixture;
const apiOf = (seesRecruiters: boolean) =>
  testApi(
    { ingest: ingestAdmin(ingest.ledger.stub, ingest.store), store: ingest.store },
    { principal: { ...SUPERUSER, seesRecruiters } },
  );

beforeEach(async () => {
  ingest = await IngestFixture.open();
  ingest.inserter.fault = () => "rejected";
});

async function die(id: string, rows: object[]): Promise<void> {
  await ingest.accept(id, rows);
  await ingest.drain();
}

const row = { id: "j1", title: "测试工程师", company: "c1", bossName: "某人", bossTitle: "人事" };

test("inside are the rows as they were sent, without the recruiter for those who may not see one", async () => {
  await die("letter", [row, { title: "no key" }]);
  const inside = (sees: boolean) =>
    apiOf(sees).call<{ rows: object[] }>("GET", "/ingest/dead-letters/letter");
  expect(await inside(true)).toMatchObject({
    status: 200,
    data: {
      id: "letter",
      error: "Cannot parse input",
      attempts: 3,
      received: 2,
      problems: [{ index: 1, field: "id", reason: "is missing" }],
      rows: [row],
      rows_missing: false,
    },
  });
  expect((await inside(false)).data.rows).toEqual([{ ...row, bossName: "***" }]);
  await ingest.store.delete(await ingest.spoolKeys());
  expect((await inside(true)).data).toMatchObject({ rows: [], rows_missing: true });
  expect(await apiOf(true).call("GET", "/ingest/dead-letters/other")).toMatchObject({ status: 404 });
});

test("all are replayed at once, and stored when ClickHouse takes them", async () => {
  await die("one", [row]);
  await die("two", [{ ...row, id: "j2" }]);
  expect((await ingest.ledger.stub.status()).dead_batches).toBe(2);
  const { call, auditLines } = apiOf(true);
  expect(await call("POST", "/ingest/dead-letters/replay")).toMatchObject({
    status: 200,
    data: { replayed: 2, more: false },
  });
  expect(auditLines).toMatchObject([{ action: "dead-letter.replay-all", after: { replayed: 2 } }]);
  ingest.inserter.fault = () => null;
  await ingest.drain();
  expect(ingest.inserter.rows("jobs").map(({ job_key }) => job_key)).toEqual(["j1", "j2"]);
  expect(await call("POST", "/ingest/dead-letters/replay")).toMatchObject({ data: { replayed: 0 } });
});

test("one that is discarded is gone from the list, the spool and the tries; it is no dead letter any more", async () => {
  await die("letter", [row]);
  const { call, auditLines } = apiOf(true);
  expect(await call("DELETE", "/ingest/dead-letters/letter")).toMatchObject({
    status: 200,
    data: { id: "letter" },
  });
  expect(auditLines).toMatchObject([{ action: "dead-letter.discard", record: "dead-letter:letter" }]);
  expect(await ingest.spoolKeys()).toEqual([]);
  expect(await ingest.ledger.stub.receipt("letter")).toMatchObject({ state: "discarded" });
  expect((await call<{ items: [] }>("GET", "/ingest/dead-letters")).data.items).toEqual([]);
  expect(await call("DELETE", "/ingest/dead-letters/letter")).toMatchObject({ status: 404 });
  expect(await call("POST", "/ingest/dead-letters/letter/replay")).toMatchObject({ status: 404 });
});
