/** A role's reach decides which keywords a caller sees; over real ledgers. */
import { env, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keywordLedger } from "../../../durable-objects/keyword-ledger/client.ts";
import type { KeywordLedger } from "../../../durable-objects/keyword-ledger/object.ts";
import type { RecordReach } from "../../../shared/contracts/access.ts";
import type { Keyword } from "../../../shared/contracts/keyword.ts";
import type { PageProgress } from "../../../shared/contracts/keyword-ledger.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { reset } from "../../../tests/edge/api/identity-api.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { testApi } from "../../../tests/edge/api/test-api.ts";

const ALICE = "00000000-0000-4000-8000-00000000000a";
const BOB = "00000000-0000-4000-8000-00000000000b";
const SALES = "00000000-0000-4000-8000-0000000000d1";
const NORTH = "00000000-0000-4000-8000-0000000000d2";
const LEGAL = "00000000-0000-4000-8000-0000000000d3";

const realLedger = (platform: Platform) => keywordLedger(env, platform, 0);

const as = (userId: string, departmentId: string | null, reach: RecordReach) =>
  testApi(
    { ledger: realLedger, ledgers: (platform) => [realLedger(platform)], shardOf: () => 0 },
    { shards: 1, principal: { ...SUPERUSER, userId, departmentId, reach } },
  );

const alice = as(ALICE, SALES, { kind: "departments", departments: [SALES, NORTH], userId: ALICE });
const north = as(BOB, NORTH, { kind: "departments", departments: [NORTH], userId: BOB });
const bob = as(BOB, LEGAL, { kind: "own", userId: BOB });
const everyone = as(ALICE, null, { kind: "all" });

/** The site's answer to a search without postings. */
const EMPTY_SEARCH: PageProgress = {
  part: 0,
  page: 1,
  reported: 0,
  rows: 0,
  invalid: 0,
  keys: [],
  fresh: null,
  last: true,
  outcome: "true-zero",
};

const add = async (api: typeof alice, keyword: string) =>
  (
    await api.call<{ id: string | null; result: string }>("POST", "/keywords", {
      json: { platform: "qcwy", keyword, city: "北京" },
    })
  ).data;
const texts = async (api: typeof alice) =>
  (await api.call<{ items: Keyword[] }>("GET", "/keywords")).data.items.map(({ keyword }) => keyword).sort();

beforeEach(async () => {
  // No test may reach the sites.
  const stub = realLedger("qcwy") as DurableObjectStub<KeywordLedger>;
  await runInDurableObject(stub, (ledger) => {
    ledger.sendWake = async () => {};
  });
});
afterEach(reset);

describe("a list", () => {
  test("holds what is within reach: all, the department and below, or one's own", async () => {
    await add(alice, "of alice");
    await add(north, "of north");
    await add(bob, "of bob");
    expect(await texts(alice)).toEqual(["of alice", "of north"]);
    // Bob's own are his in every department.
    expect(await texts(north)).toEqual(["of bob", "of north"]);
    expect(await texts(bob)).toEqual(["of bob", "of north"]);
    expect(await texts(everyone)).toEqual(["of alice", "of bob", "of north"]);
  });
});

describe("a keyword out of reach", () => {
  test("is not there: every way to it answers 404 and changes nothing", async () => {
    const { id } = await add(alice, "of alice");
    for (const [method, path] of [
      ["GET", `/keywords/${id}`],
      ["GET", `/keywords/${id}/events`],
      ["GET", `/keywords/${id}/runs`],
      ["POST", `/keywords/${id}/actions/pause`],
      ["DELETE", `/keywords/${id}`],
      ["POST", `/keywords/${id}/restore`],
    ] as const) {
      expect(await bob.call(method, path)).toMatchObject({ status: 404, code: "not_found" });
    }
    const edit = await bob.call("PATCH", `/keywords/${id}`, { json: { priority: 10 } });
    expect(edit).toMatchObject({ status: 404, code: "not_found" });
    const many = await bob.call("POST", "/keywords/actions/pause", { json: { ids: [id] } });
    expect(many.data).toMatchObject({ done: 0, refused: 1, items: [{ ok: false, code: "not_found" }] });
    const { data } = await alice.call<{ keyword: Keyword }>("GET", `/keywords/${id}`);
    expect(data.keyword).toMatchObject({
      state: "queued",
      deleted_at: null,
      owner_id: ALICE,
      department_id: SALES,
    });
  });

  test("is not made twice: who adds it learns that it exists elsewhere, and no id", async () => {
    await add(alice, "wanted");
    expect(await add(bob, "wanted")).toEqual({ id: null, result: "exists_in_other_department" });
    const batch = await bob.call<{ exists_in_other_department: number }>("POST", "/keywords/batch", {
      json: { items: [{ platform: "qcwy", keyword: "wanted", city: "北京" }] },
    });
    expect(batch.data).toMatchObject({
      exists_in_other_department: 1,
      exists: 0,
      created: 0,
      items: [{ id: null }],
    });
    expect(await texts(bob)).toEqual([]);
  });

  test("that was deleted goes to who adds it again", async () => {
    const { id } = await add(alice, "wanted");
    await alice.call("DELETE", `/keywords/${id}`);
    expect(await add(bob, "wanted")).toEqual({ id, result: "restored" });
    expect(await texts(bob)).toEqual(["wanted"]);
    expect(await texts(alice)).toEqual([]);
  });

  test("tells its new owner nothing of the people before; who sees all records sees the whole timeline", async () => {
    const { id } = await add(alice, "wanted");
    await alice.call("DELETE", `/keywords/${id}`);
    await add(bob, "wanted");
    const types = async (api: typeof alice, query = "") => {
      const { data } = await api.call<{ items: { type: string }[] }>("GET", `/keywords/${id}/events${query}`);
      return data.items.map(({ type }) => type);
    };
    const whole = await types(everyone);
    expect(whole.slice(whole.indexOf("restore"))).toEqual(["restore", "delete", "dispatched", "created"]);
    expect(await types(bob)).toEqual(whole.slice(0, whole.indexOf("restore") + 1));
    await bob.call("POST", `/keywords/${id}/actions/pause`);
    expect(await types(bob)).toEqual(["pause", ...whole.slice(0, whole.indexOf("restore") + 1)]);
  });

  test("comes back to its own department with its timeline", async () => {
    const { id } = await add(north, "wanted");
    await north.call("DELETE", `/keywords/${id}`);
    const peer = as(ALICE, NORTH, { kind: "departments", departments: [NORTH], userId: ALICE });
    expect(await add(peer, "wanted")).toEqual({ id, result: "restored" });
    const { data } = await peer.call<{ items: { type: string }[] }>("GET", `/keywords/${id}/events`);
    expect(data.items.map(({ type }) => type)).toContain("created");
  });
});

test("run all reaches the caller's own keywords only, and leaves what is done elsewhere", async () => {
  const ids = await Promise.all([add(alice, "of alice"), add(bob, "of bob")]);
  const ledger = realLedger("qcwy");
  const claims = await ledger.claim("lane", 5);
  for (const { keyword_id, fence } of claims) {
    await ledger.saveProgress(keyword_id, fence, [EMPTY_SEARCH]);
    await ledger.settle(keyword_id, fence, { kind: "done", outcome: "true-zero" });
  }
  expect(claims).toHaveLength(ids.length);
  expect(await bob.call("POST", "/platforms/qcwy/run-all")).toMatchObject({ status: 200, data: { due: 1 } });
  const stateOf = async (id: string | null) => (await ledger.get(id ?? ""))?.keyword.state;
  expect([await stateOf(ids[0]?.id ?? null), await stateOf(ids[1]?.id ?? null)]).toEqual(["done", "queued"]);
  expect(await everyone.call("POST", "/platforms/qcwy/run-all")).toMatchObject({ data: { due: 1 } });
});
