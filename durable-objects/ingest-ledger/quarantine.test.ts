/** Batches that are far off wait outside of all groups; a release or a drop by a person is one transaction. */
import { reset } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import type { QualityVerdict } from "../../shared/contracts/quality.ts";
import { DAY_MS } from "../../shared/time.ts";
import { LedgerFixture, LIMITS, newBatch } from "../../tests/edge/ingest-ledger/ledger-fixture.ts";
import { MAX_QUARANTINED } from "./quarantine.ts";

afterEach(() => reset());

const OFF: QualityVerdict = {
  holds: true,
  findings: [
    {
      field: "salary_text",
      kind: "missing",
      rows: 20,
      off: 20,
      expected: 0.02,
      median: null,
      low: null,
      high: null,
    },
  ],
};
const ANN = { by: "user:ann", why: "checked on the site" };
const far = (id: string, over = {}) => newBatch(id, { quality: OFF, ...over });

test("it is in no group, is not counted as waiting, and its rows stay in the spool", async () => {
  const { stub } = await LedgerFixture.open();
  expect(await stub.register(far("off"))).toMatchObject({ state: "quarantined", replayed: false });
  expect(await stub.register(far("off", { quality: null }))).toMatchObject({
    state: "quarantined",
    replayed: true,
  });
  await stub.register(newBatch("usual"));
  const { group } = await stub.takeGroup("one", { ...LIMITS, rows: 1 });
  expect(group?.batches.map(({ batch_id }) => batch_id)).toEqual(["usual"]);
  expect(await stub.status()).toMatchObject({
    waiting_batches: 1,
    waiting_rows: 20,
    quarantined_batches: 1,
    quarantined_rows: 20,
    by_platform: { boss: { batches: 2, received: 40 } },
  });
  const key = far("off").spool_key ?? "";
  expect(await stub.survey([key])).toEqual({ unknown: [], spent: [] });
  expect(await stub.listQuarantine(10, { state: "waiting" })).toMatchObject([
    { batch_id: "off", quality: OFF, decision: null },
  ]);
});

test("a release puts it on its way once, whoever repeats it", async () => {
  const fixture = await LedgerFixture.open();
  const { stub } = fixture;
  for (const id of ["a", "b"]) await stub.register(far(id));
  expect(await stub.releaseQuarantined(["a", "b", "none"], ANN)).toEqual(["a", "b"]);
  expect(await stub.releaseQuarantined(["a", "b"], ANN)).toEqual([]);
  expect(await stub.dropQuarantined(["a"], ANN)).toEqual([]);
  expect(await stub.status()).toMatchObject({ waiting_batches: 2, waiting_rows: 40, quarantined_batches: 0 });
  const { group } = await stub.takeGroup("one", LIMITS);
  expect(group?.batches.map(({ batch_id }) => batch_id)).toEqual(["a", "b"]);
  const counts = { inserted: 20, changed: 0, duplicates: 0, verdicts: "" };
  await stub.confirm(group?.group_id ?? "", group?.fence ?? 0, [counts, counts]);
  expect(await stub.status()).toMatchObject({ waiting_batches: 0, waiting_rows: 0 });
  expect(await stub.listQuarantine(10, { state: "released" })).toMatchObject([
    { batch_id: "b", state: "stored", decision: { kind: "released", ...ANN } },
    { batch_id: "a", state: "stored" },
  ]);
  expect(await stub.releaseQuarantined(["a"], ANN)).toEqual([]);
});

test("what was dropped may be released until its rows are given up", async () => {
  const fixture = await LedgerFixture.open();
  const { stub } = fixture;
  for (const id of ["back", "gone"]) await stub.register(far(id));
  expect(await stub.dropQuarantined(["back", "gone"], ANN)).toEqual(["back", "gone"]);
  const key = far("gone").spool_key ?? "";
  expect(await stub.survey([key])).toEqual({ unknown: [], spent: [] });
  expect(await stub.releaseQuarantined(["back"], { ...ANN, why: "they were right" })).toEqual(["back"]);
  fixture.now += 15 * DAY_MS;
  await stub.cleanUp(fixture.now - 14 * DAY_MS);
  expect(await stub.survey([key])).toEqual({ unknown: [], spent: [key] });
  expect(await stub.releaseQuarantined(["gone"], ANN)).toEqual([]);
  expect(await stub.listQuarantine(10, { state: "dropped" })).toMatchObject([
    { batch_id: "gone", decision: { kind: "dropped", ...ANN } },
  ]);
});

test("where the check only reports, the batch is stored and noted", async () => {
  const { stub } = await LedgerFixture.open();
  expect(await stub.register(far("off", { quality: { ...OFF, holds: false } }))).toMatchObject({
    state: "accepted",
  });
  expect(await stub.listQuarantine(10, { state: "noted" })).toMatchObject([
    { batch_id: "off", state: "accepted" },
  ]);
  expect(await stub.listQuarantine(10, { state: "waiting" })).toEqual([]);
  expect(await stub.listQuarantine(10, { platform: "qcwy" })).toEqual([]);
});

test("an upload is worth as much as its worst part, and a sender cannot flood the quarantine", async () => {
  const { stub } = await LedgerFixture.open();
  const upload = (id: string, parts: number, source = "user:eve") => ({
    upload_id: id,
    sender_key: `${source}:${id}`,
    sender_batch_id: id,
    digest: id,
    urgent: false,
    parts: Array.from({ length: parts }, (_, part) =>
      far(`${id}.${part}`, {
        source,
        upload: { id, part, offset: part * 20, ip: "192.0.2.1" },
        ...(part > 0 && { quality: null }),
      }),
    ),
  });
  expect(await stub.registerUpload(upload("mixed", 2))).toEqual({ ok: true, replayed: false });
  expect(await stub.uploadReceipt("user:eve", "mixed")).toMatchObject({ state: "quarantined" });
  expect(await stub.uploadTotals("user:eve", ["mixed"])).toMatchObject([{ quarantined: true, received: 40 }]);
  const flood = upload("flood", MAX_QUARANTINED);
  flood.parts = flood.parts.map((part) => ({ ...part, quality: OFF }));
  expect(await stub.registerUpload(flood)).toEqual({ ok: false, code: "quarantine-full" });
  expect(await stub.uploadReceipt("user:eve", "flood")).toBeNull();
  expect(await stub.registerUpload(upload("other", 1, "user:bob"))).toMatchObject({ ok: true });
  expect(await stub.registerUpload(upload("usual", 1))).toMatchObject({ ok: true });
});
