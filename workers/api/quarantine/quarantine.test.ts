/** The quarantine of a real ledger and a real spool. */
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

const finding = {
  ...{ field: "salary_text", kind: "missing" as const, rows: 1, off: 1, expected: 0.02 },
  ...{ median: null, low: null, high: null },
};
const row = { id: "j1", title: "会计 电话13812345678", company: "c1", bossName: "某人" };

beforeEach(async () => {
  ingest = await IngestFixture.open();
  ingest.quality = { ready: async () => {}, judge: () => ({ holds: true, findings: [finding] }) };
});

test("a batch shows what is off and its rows, contacts only to those who may see them", async () => {
  await ingest.accept("off", [row]);
  const { call } = apiOf(true);
  const list = await call<{ items: unknown[] }>("GET", "/quarantine?state=waiting");
  expect(list.data.items).toMatchObject([{ id: "off", rows: 1, findings: [finding], can_release: true }]);
  const shown = await call<{ rows_sent: unknown[] }>("GET", "/quarantine/off");
  expect(shown.data).toMatchObject({ state: "waiting", rows_sent: [row], rows_missing: false });
  const masked = await apiOf(false).call<{ rows_sent: unknown[] }>("GET", "/quarantine/off");
  expect(masked.status).toBe(200);
  expect(JSON.stringify(masked.data)).not.toMatch(/13812345678|某人/);
  expect(await call("GET", "/quarantine/none")).toMatchObject({ status: 404 });
});

test("a release and a drop are kept with person and reason, and repeat nothing", async () => {
  for (const id of ["a", "b", "c"]) await ingest.accept(id, [{ ...row, id }]);
  const { call, auditLines } = apiOf(true);
  expect(
    await call("POST", "/quarantine/release", { json: { ids: ["a", "none"], why: "checked on the site" } }),
  ).toMatchObject({ status: 200, data: { released: ["a"], skipped: ["none"] } });
  expect(await call("POST", "/quarantine/release", { json: { ids: ["a"], why: "again" } })).toMatchObject({
    data: { released: [], skipped: ["a"] },
  });
  expect(await call("POST", "/quarantine/drop", { json: { ids: ["b"], why: "a lost login" } })).toMatchObject(
    {
      data: { dropped: ["b"], skipped: [] },
    },
  );
  expect(auditLines.map(({ action }) => action)).toEqual([
    "quarantine.release",
    "quarantine.release",
    "quarantine.drop",
  ]);
  await ingest.drain();
  expect(ingest.inserter.rows("jobs").map(({ job_key }) => job_key)).toEqual(["a"]);
  const all = await call<{ items: { id: string; state: string; stored: boolean }[] }>("GET", "/quarantine");
  expect(all.data.items.map(({ id, state, stored }) => [id, state, stored])).toEqual([
    ["c", "waiting", false],
    ["b", "dropped", false],
    ["a", "released", true],
  ]);
  expect((await call<{ items: [] }>("GET", "/quarantine?state=dropped&platform=qcwy")).data.items).toEqual(
    [],
  );
});

test("pages follow each other by their cursor", async () => {
  for (const id of ["a", "b", "c"]) await ingest.accept(id, [{ ...row, id }]);
  const { call } = apiOf(true);
  const first = await call<{ items: { id: string }[]; next_cursor: string }>("GET", "/quarantine?limit=2");
  expect(first.data.items.map(({ id }) => id)).toEqual(["c", "b"]);
  const rest = await call<{ items: { id: string }[] }>(
    "GET",
    `/quarantine?limit=2&cursor=${first.data.next_cursor}`,
  );
  expect(rest.data.items.map(({ id }) => id)).toEqual(["a"]);
});

test.each([
  [{ ids: [], why: "x" }, "ids"],
  [{ ids: ["a"], why: " " }, "why"],
  [{ ids: ["a"], why: "x".repeat(501) }, "why"],
  [{ ids: Array.from({ length: 201 }, (_, n) => `b${n}`), why: "x" }, "ids"],
])("%j is refused at its field", async (json, field) => {
  const answer = await apiOf(true).call<{ problems: { field: string }[] }>("POST", "/quarantine/drop", {
    json,
  });
  expect(answer.status).toBe(422);
  expect(answer.data.problems[0]?.field).toBe(field);
});

test("figures of quality are read by day, field and report", async () => {
  const { call } = apiOf(true);
  expect(await call("GET", "/quality?day=2026-11-21")).toMatchObject({
    status: 200,
    data: { day: "2026-11-21", data_type: "job", fields: [{ field: "salary_text", off: "missing" }] },
  });
  expect(await call("GET", "/quality/trend?platform=boss&field=salary_text")).toMatchObject({ status: 200 });
  expect(await call("GET", "/quality/report")).toMatchObject({ data: { report: { day: "2026-11-21" } } });
  for (const path of [
    "/quality?day=x",
    "/quality/trend?platform=boss&field=a%20b",
    "/quality/trend?field=city",
  ]) {
    expect((await call("GET", path)).status, path).toBe(422);
  }
});
