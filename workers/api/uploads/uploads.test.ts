import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import type { Holding, LedgerResult } from "../../../shared/contracts/keyword-ledger.ts";
import { makeKeywordId } from "../../../shared/domain/keyword-id.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { NOW, testApi } from "../../../tests/edge/api/test-api.ts";
import { testUploads } from "../../../tests/edge/api/test-uploads.ts";
import {
  ASYNC,
  body,
  gzip,
  LINES,
  row,
  rows,
  stored,
  uploadCalls,
} from "../../../tests/edge/api/upload-calls.ts";
import { leaseCheck } from "../../ingest/upload/check-lease.ts";
import type { UploadServices } from "../../ingest/upload/upload-request.ts";
import { r2Store } from "../../storage/r2-store.ts";

const KEYWORD = makeKeywordId("boss", 0, NOW, new Uint8Array(8));

let holding: LedgerResult<Holding>;
const uploads = (over: Partial<UploadServices> = {}) =>
  testUploads(() => NOW, {
    ...over,
    checkLease: leaseCheck((id) => (id === KEYWORD ? { holding: async () => holding } : null)),
  });
let api: ReturnType<typeof testApi>;
const { post, send } = uploadCalls(() => api);
const NODE = { ...SUPERUSER, node: "node-1" };

beforeEach(() => {
  holding = {
    ok: true,
    value: {
      holder: "node:node-1",
      run_id: crypto.randomUUID(),
      keyword: "Java",
      city: "北京",
      channel: "web",
    },
  };
  api = testApi({ uploads: uploads(), clock: { now: () => NOW } }, { principal: NODE });
});

describe("an upload", () => {
  test("is durable with the answer, one bad row sinks no other, and the receipt tells each row", async () => {
    const before = await stored();
    const answer = await post(body([row(1), { jobName: "no key" }, 7, row(2)], { batch_id: "b-1" }));
    expect(answer).toMatchObject({
      status: 202,
      code: 0,
      data: { batch_id: "b-1", state: "accepted", replayed: false, received: 4, invalid: 2 },
    });
    expect(answer.data.problems).toEqual([
      { index: 1, field: "encryptJobId", reason: "is missing" },
      { index: 2, field: "row", reason: "is not an object" },
    ]);
    expect(await stored()).toBe(before + 1);
    const receipt = await api.call<{ rows: object[] }>("GET", "/universal/data/batches/b-1");
    expect(receipt.data).toMatchObject({ state: "accepted", source: "node:node-1", settled_at: null });
    expect(receipt.data.rows).toMatchObject([
      { index: 0, result: "waiting" },
      { index: 1, result: "rejected", field: "encryptJobId", reason: "is missing" },
      { index: 2, result: "rejected", field: "row" },
      { index: 3, result: "waiting" },
    ]);
  });

  test("of many rows is cut into parts that are told as one; the receipt pages", async () => {
    const many = await post(body([...rows(2500), null], { batch_id: "many" }));
    expect(many).toMatchObject({ status: 202, data: { received: 2501, invalid: 1 } });
    expect(many.data.problems).toEqual([{ index: 2500, field: "row", reason: "is not an object" }]);
    const indexes: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { data: { rows: { index: number }[]; next_cursor: string | null } } = await api.call(
        "GET",
        `/universal/data/batches/many?limit=1000${cursor && `&cursor=${cursor}`}`,
      );
      indexes.push(...page.data.rows.map(({ index }) => index));
      cursor = page.data.next_cursor;
    }
    expect(indexes).toEqual(Array.from({ length: 2501 }, (_, index) => index));
  });

  test("comes as JSON or NDJSON, plain or gzip, with the fields before or after the rows", async () => {
    const json = JSON.stringify(body(rows(3)));
    const lines = rows(3)
      .map((one) => JSON.stringify(one))
      .join("\n");
    const { data_list, ...fields } = body(rows(3));
    for (const answer of [
      await send(json, "application/json; charset=utf-8"),
      await send(await gzip(json), "application/json", { "content-encoding": "gzip" }),
      await send(JSON.stringify({ data_list, ...fields }), "application/json"),
      await send(lines, "application/x-ndjson", {}, LINES),
      await send(await gzip(`${lines}\n\n`), "application/x-ndjson", { "content-encoding": "gzip" }, LINES),
    ]) {
      expect(answer).toMatchObject({ status: 202, data: { received: 3, invalid: 0 } });
    }
  });

  test("sent again by the same id changes nothing; other rows under it are a conflict", async () => {
    await post(body(rows(3)), { "idempotency-key": "k-1" });
    const before = await stored();
    expect(await post(body(rows(3)), { "idempotency-key": "k-1" })).toMatchObject({
      status: 202,
      data: { batch_id: "k-1", replayed: true, received: 3 },
    });
    expect(await post(body(rows(4)), { "idempotency-key": "k-1" })).toMatchObject({
      status: 409,
      code: "conflict",
    });
    expect(await stored()).toBe(before);
  });

  test("of the same lines under the same id, but of another kind, is a conflict", async () => {
    const line = JSON.stringify({ encryptJobId: "job-1", encryptBrandId: "c-1" });
    const as = (kind: string) => send(line, "application/x-ndjson", { "idempotency-key": "kind" }, kind);
    expect(await as(LINES)).toMatchObject({ status: 202 });
    expect(await as("?platform_type=boss&data_type=company")).toMatchObject({ status: 409 });
  });

  test("of another sender under the same id is another upload", async () => {
    const shared = uploads();
    const of = (node: string) => testApi({ uploads: shared }, { principal: { ...SUPERUSER, node } });
    await of("a").call("POST", ASYNC, { json: body(rows(1), { batch_id: "1" }) });
    const second = await of("b").call("POST", ASYNC, { json: body(rows(2), { batch_id: "1" }) });
    expect(second).toMatchObject({ status: 202, data: { replayed: false, received: 2 } });
    expect(await of("c").call("GET", "/universal/data/batches/1")).toMatchObject({ status: 404 });
  });
});

describe("when a part of the system fails, the same upload again brings everything in once", () => {
  const ledger = env.INGEST_LEDGER.get(env.INGEST_LEDGER.newUniqueId());
  const receiptOf = (id: string) => ledger.uploadReceipt("node-node-1", id);
  const use = (over: Partial<UploadServices>) => {
    api = testApi({ uploads: uploads(over), clock: { now: () => NOW } }, { principal: NODE });
  };

  test("the ledger has the parts, but its answer is lost: nothing of it is deleted", async () => {
    const before = await stored();
    const registerUpload: UploadServices["ledger"]["registerUpload"] = async (upload) => {
      await ledger.registerUpload(upload);
      throw new Error("Network connection lost.");
    };
    use({ ledger: { registerUpload, uploadReceipt: ledger.uploadReceipt, register: ledger.register } });
    expect(await post(body(rows(3)), { "idempotency-key": "lost" })).toMatchObject({
      status: 503,
      code: "dependency_unavailable",
      message: "the ledger did not answer; send it again under the same id",
    });
    const spoolKey = (await receiptOf("lost"))?.parts[0]?.spool_key;
    expect(await env.SPOOL.head(spoolKey ?? "")).not.toBeNull();
    use({ ledger });
    expect(await post(body(rows(3)), { "idempotency-key": "lost" })).toMatchObject({
      status: 202,
      data: { replayed: true, received: 3 },
    });
    expect(await env.SPOOL.head(spoolKey ?? "")).not.toBeNull();
    expect(await stored()).toBe(before + 1);
  });

  test("the spool takes the first part only: nothing is left of it", async () => {
    const before = await stored();
    const store = r2Store(env.SPOOL);
    let puts = 0;
    const put: typeof store.put = async (...object) => {
      if (++puts === 2) throw new Error("R2 is away");
      await store.put(...object);
    };
    use({ ledger, store: { ...store, put } });
    const many = () => post(body(rows(2500)), { "idempotency-key": "spool" });
    expect(await many()).toMatchObject({ status: 503, code: "dependency_unavailable" });
    expect(await receiptOf("spool")).toBeNull();
    expect(await stored()).toBe(before);
    expect(await many()).toMatchObject({ status: 202, data: { replayed: false, received: 2500 } });
    expect(await stored()).toBe(before + 3);
  });
});

describe("what programs of senders write", () => {
  test.each([
    ...[0, 1, true, false, "true", "false", "True", null, ""].map((value) => ({ check_duplicate: value })),
    { channel: null },
    { channel: "" },
    { collected_at: null },
    { collected_at: "" },
    { collected_at: String(NOW) },
    { batch_id: null },
    { lease: null },
  ])("is taken: %j", async (over) => {
    const answer = await post(body(rows(1), over));
    expect(answer).toMatchObject({ status: 202, data: { received: 1, invalid: 0, ignored: [] } });
    const receipt = await api.call("GET", `/universal/data/batches/${answer.data.batch_id}`);
    expect(receipt.data).toMatchObject({ channel: "web" });
  });

  test("as parameters of NDJSON is taken, too", async () => {
    const query = `${LINES}&channel=&collected_at=&check_duplicate=1&batch_id=`;
    expect(await send(JSON.stringify(row(1)), "application/x-ndjson", {}, query)).toMatchObject({
      status: 202,
      data: { received: 1, ignored: [] },
    });
  });

  test.each([
    [{ check_duplicate: "perhaps" }, "check_duplicate"],
    [{ collected_at: true }, "collected_at"],
    [{ collected_at: [NOW] }, "collected_at"],
    [{ lease: { keyword_id: KEYWORD, fence: null } }, "lease.fence"],
    [{ channel: "fax" }, "channel"],
  ])("of another type is refused: %j", async (over, field) => {
    expect(await post(body(rows(1), over))).toMatchObject({ status: 422, data: { problems: [{ field }] } });
  });

  test("and means nothing here is ignored and named, in the body and in the query", async () => {
    const names = Array.from({ length: 30 }, (_, at) => `x${at}`);
    const unknown = Object.fromEntries(names.map((name) => [name, "?"]));
    expect(
      await post(body(rows(1), { node_name: "old", ["y".repeat(300)]: 1, __proto__: null })),
    ).toMatchObject({
      status: 202,
      data: { received: 1, ignored: ["node_name", "y".repeat(40)] },
    });
    expect((await post(body(rows(1), unknown))).data).toMatchObject({ ignored: names.slice(0, 20) });
    const query = `${LINES}&batchid=1`;
    expect(await send(JSON.stringify(row(1)), "application/x-ndjson", {}, query)).toMatchObject({
      status: 202,
      data: { ignored: ["batchid"] },
    });
  });

  test("an empty object is told all that is missing at once", async () => {
    const answer = await post({});
    expect(answer.status).toBe(422);
    expect((answer.data as unknown as { problems: object[] }).problems).toMatchObject([
      { field: "platform_type", reason: "is missing" },
      { field: "data_type", reason: "is missing" },
      { field: "data_list", reason: "is missing" },
    ]);
  });

  test("a row without a key is told the sender's own field", async () => {
    const missing = async (platform_type: string, data_type: string) =>
      (await post(body([{ x: 1 }], { platform_type, data_type }))).data.problems;
    expect(await missing("qcwy", "job")).toMatchObject([{ field: "jobId", reason: "is missing" }]);
    expect(await missing("zhilian", "job_detail")).toMatchObject([{ field: "number" }]);
    expect(await missing("boss", "company")).toMatchObject([{ field: "encryptBrandId" }]);
  });
});

describe("rows of a leased keyword", () => {
  const lease = { keyword_id: KEYWORD, fence: 3 };

  test("are taken from its holder", async () => {
    expect(await post(body(rows(1), { lease }))).toMatchObject({ status: 202 });
    const query = `${LINES}&keyword_id=${KEYWORD}&fence=3`;
    expect(await send(JSON.stringify(row(2)), "application/x-ndjson", {}, query)).toMatchObject({
      status: 202,
    });
  });

  test("are refused when the lease is gone, is another's, or the platform is another", async () => {
    const before = await stored();
    expect(await post(body(rows(1), { lease, platform_type: "qcwy" }))).toMatchObject({ status: 422 });
    expect(await post(body(rows(1), { lease: { ...lease, keyword_id: crypto.randomUUID() } }))).toMatchObject(
      {
        status: 404,
      },
    );
    holding = { ok: false, code: "stale_lease", message: "fence 3 is past" };
    expect(await post(body(rows(1), { lease }))).toMatchObject({ status: 409, code: "stale_lease" });
    holding = {
      ok: true,
      value: { holder: "node:other", run_id: "r", keyword: "Java", city: "北京", channel: "web" },
    };
    expect(await post(body(rows(1), { lease }))).toMatchObject({ status: 403, code: "forbidden" });
    expect(await stored()).toBe(before);
  });
});
