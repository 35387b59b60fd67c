import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, inject, test } from "vitest";
import { NOW, type Problems, testApi } from "../../../tests/edge/api/test-api.ts";

beforeAll(async () => {
  await applyD1Migrations(env.DB, inject("d1Migrations"));
});

interface Rebuilds {
  items: { platform: string; type: string; state: string; restored: number; requested_at: number }[];
}

test("a rebuild is begun, shown and written to the audit log", async () => {
  const { call, auditLines } = testApi();
  const started = await call<Rebuilds>("POST", "/ingest/seen-rebuilds", {
    json: { platform: "boss", type: "employer" },
  });
  expect(started).toMatchObject({
    status: 202,
    data: { items: [{ platform: "boss", type: "employer", state: "running", restored: 0, error: null }] },
  });
  expect(started.data.items[0]?.requested_at).toBeGreaterThanOrEqual(NOW);
  expect((await call<Rebuilds>("GET", "/ingest/seen-rebuilds")).data).toEqual({
    ...started.data,
    next_cursor: null,
  });
  expect(auditLines.at(-1)).toMatchObject({
    action: "seen-index.rebuild",
    record: "seen-index:boss:employer",
  });
});

test("without a filter every index of every platform is rebuilt; a running one keeps its place", async () => {
  const { call } = testApi();
  const first = await call<Rebuilds>("POST", "/ingest/seen-rebuilds", { json: { platform: "qcwy" } });
  expect(first.data.items.map(({ type }) => type)).toEqual(["company", "employer", "job", "job_detail"]);
  const all = await call<Rebuilds>("POST", "/ingest/seen-rebuilds", { json: {} });
  expect(all.data.items).toHaveLength(12);
  expect(all.data.items.filter(({ platform }) => platform === "qcwy")).toEqual(first.data.items);
});

test.each([
  [{ platform: "monster" }, "platform"],
  [{ type: "jobs" }, "type"],
  [{ platforms: ["boss"] }, "platforms"],
])("%j is refused", async (json, field) => {
  const answer = await testApi().call<Problems>("POST", "/ingest/seen-rebuilds", { json });
  expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
});
