/** Re-cleans through the API, over the real database and locks. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import type { RecleanView } from "./reclean-view.ts";

let api: IdentityApi;
beforeEach(async () => {
  api = await identityApi();
  api.recleanRows.keys = ["a", "b", "c", "d", "e"];
});
afterEach(reset);

const WANTED = { platform: "qcwy", data_type: "job", first_day: "2026-11-22", last_day: "2026-11-23" };
const begin = (json: object = {}) =>
  api.call<RecleanView>("POST", "/recleans", { json: { ...WANTED, ...json } });
const act = (id: string, what: string) => api.call<RecleanView>("POST", `/recleans/${id}/${what}`);
const show = async (id: string) => (await api.call<RecleanView>("GET", `/recleans/${id}`)).data;
const run = (id: string) => api.services.recleans.run(id, 60_000);

test("a dry run, its confirmation and its undo, each with who and how much", async () => {
  const { status, data } = await begin();
  expect([status, data.state, data.can]).toEqual([
    201,
    "checking",
    { start: false, cancel: true, undo: false },
  ]);
  const { id } = data;
  expect((await act(id, "start")).status).toBe(409);
  expect((await act(id, "undo")).status).toBe(409);
  await run(id);
  expect(await show(id)).toMatchObject({
    ...{ state: "checked", rows_total: 5, rows_done: 5, can: { start: true, cancel: true, undo: false } },
    ...{ counts: { changed: 5, written: 0 }, fields: [{ table: "jobs", field: "city", rows: 5, filled: 5 }] },
  });
  expect((await act(id, "start")).data).toMatchObject({ state: "applying" });
  await run(id);
  expect(await show(id)).toMatchObject({ state: "done", counts: { written: 5, skipped: 0 } });
  expect((await act(id, "undo")).data.state).toBe("undoing");
  await run(id);
  expect(await show(id)).toMatchObject({ state: "undone", counts: { restored: 5 } });
  const audit = await api.call<{ items: { action: string }[] }>("GET", `/audit-log?record=reclean:${id}`);
  expect(
    audit.data.items.map(({ action }) => action).filter((action) => action.startsWith("reclean")),
  ).toEqual(expect.arrayContaining(["reclean.undo", "reclean.start", "reclean.create"]));
});

test("a sample is checked whole before it is written", async () => {
  const { id } = (await begin({ sample: 10 })).data;
  await run(id);
  expect((await act(id, "start")).data).toMatchObject({ state: "checking", sample: 100, rows_done: 0 });
  await run(id);
  expect(await show(id)).toMatchObject({ state: "done", counts: { changed: 5, written: 5 } });
});

test("two runs of the same rows do not move at once; another data type may", async () => {
  const { id } = (await begin()).data;
  expect(await begin()).toMatchObject({ status: 409, code: "invalid_state" });
  expect((await begin({ data_type: "company" })).status).toBe(201);
  expect((await act(id, "cancel")).data.state).toBe("cancelled");
  expect((await begin()).status).toBe(201);
});

test("a cancelled run writes nothing more, and what it wrote can be undone", async () => {
  const { id } = (await begin()).data;
  await run(id);
  await act(id, "start");
  let pages = 0;
  api.recleanRows.beforeWrite = async () => {
    pages += 1;
    await act(id, "cancel");
  };
  await run(id);
  expect([pages, (await show(id)).state]).toEqual([1, "cancelled"]);
  const other = await begin();
  expect(other.status).toBe(201);
  expect(await act(id, "undo")).toMatchObject({ status: 409 });
  api.recleanRows.beforeWrite = () => {};
  await act(other.data.id, "cancel");
  expect((await act(id, "undo")).status).toBe(200);
  expect(api.recleanRows.dropped).toContain(id);
});

test("a run whose step dies goes on after its last page, and fails when it gets nowhere", async () => {
  const { id } = (await begin()).data;
  await run(id);
  await act(id, "start");
  let isBroken = false;
  api.recleanRows.beforeWrite = () => {
    isBroken = !isBroken;
    if (isBroken) throw new Error("the network broke");
  };
  for (let step = 0; step < 6; step++) await run(id);
  expect(await show(id)).toMatchObject({ state: "done", counts: { written: 5 } });
  await act(id, "undo");
  api.recleanRows.beforeWrite = () => {
    throw new Error("the network broke");
  };
  for (let step = 0; step < 8; step++) await run(id);
  expect(await show(id)).toMatchObject({ state: "failed", error: "the network broke", can: { undo: true } });
});

test("refuses ranges and fields that make no sense", async () => {
  for (const wrong of [
    { last_day: "2026-11-21" },
    { first_day: "2024-01-01" },
    { first_day: "2026-02-30" },
    { sample: 0 },
    { platform: "nowhere" },
    { rule: "x" },
  ])
    expect((await begin(wrong)).status).toBe(422);
  const { id } = (await begin()).data;
  expect((await api.call("GET", `/recleans/${id}/changes?field=${encodeURIComponent("a'b")}`)).status).toBe(
    422,
  );
  expect((await api.call("GET", `/recleans/${crypto.randomUUID()}/changes`)).status).toBe(404);
});

test("contacts in old and new values are hidden from whom they are hidden elsewhere", async () => {
  const { id } = (await begin()).data;
  const row = {
    ...{ target: "jobs", row_key: "a", content_hash: "h", collected_at: 1, parser_before: 1 },
    ...{ fields: ["title"], before: ["会计 13812345678"], after: ["会计 联系13812345678"], reason: "" },
  };
  api.recleanRows.changesShown = [row];
  const { token } = await api.signedIn("ana", ["analyst"]);
  const seen = async (as?: string) =>
    JSON.stringify(
      (await api.call("GET", `/recleans/${id}/changes`, as === undefined ? {} : { token: as })).data,
    );
  expect(await seen()).toContain("13812345678");
  expect(await seen(token)).not.toContain("13812345678");
  expect((await api.call("POST", `/recleans/${id}/cancel`, { token })).status).toBe(403);
});
