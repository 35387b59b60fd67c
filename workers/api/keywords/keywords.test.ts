import { describe, expect, test } from "vitest";
import type { EndedRun, Keyword, KeywordEvent } from "../../../shared/contracts/keyword.ts";
import { makeKeywordId, placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import type { MemoryLedger } from "../../../tests/edge/api/memory-ledger.ts";
import { NOW, type Problems, testApi } from "../../../tests/edge/api/test-api.ts";

interface Created {
  id: string;
  result: string;
}
interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
interface Accepted extends Problems {
  received: number;
  created: number;
  exists: number;
  restored: number;
  rejected: number;
  items: { index?: number; line?: number; id: string; result: string }[];
}

const java = { platform: "boss", keyword: "Java", city: "北京" };
const unknownId = makeKeywordId("qcwy", 1, NOW, new Uint8Array(8));

async function withKeywords(count: number) {
  const api = testApi();
  const platforms = ["boss", "qcwy", "zhilian"];
  const items = Array.from({ length: count }, (_, at) => ({
    platform: platforms[at % 3],
    keyword: `word ${at}`,
    city: at % 2 ? "北京" : "全国",
  }));
  const { data } = await api.call<Accepted>("POST", "/keywords/batch", { json: { items } });
  return { ...api, ids: data.items.map(({ id }) => id) };
}

describe("POST /keywords", () => {
  test("creates once: 201, then 200 for the same keyword, and back again after deletion", async () => {
    const { call } = testApi();
    const first = await call<Created>("POST", "/keywords", { json: java });
    expect(first).toMatchObject({ status: 201, code: 0, data: { result: "created" } });
    expect(placeOfKeyword(first.data.id)?.platform).toBe("boss");
    const again = await call<Created>("POST", "/keywords", { json: { ...java, keyword: " Java " } });
    expect(again).toMatchObject({ status: 200, data: { id: first.data.id, result: "exists" } });
    await call("DELETE", `/keywords/${first.data.id}`);
    const back = await call<Created>("POST", "/keywords", { json: java });
    expect(back).toMatchObject({ status: 200, data: { id: first.data.id, result: "restored" } });
  });

  test("fills in channel and priority", async () => {
    const { call } = testApi();
    const { data } = await call<Created>("POST", "/keywords", { json: java });
    const shown = await call<{ keyword: Keyword }>("GET", `/keywords/${data.id}`);
    expect(shown.data.keyword).toMatchObject({ channel: "web", priority: 5, state: "pending" });
  });

  test("spreads over the shards, and always the same way", async () => {
    const { ids, ledgers, call } = await withKeywords(60);
    expect(ledgers.boss.map(({ keywords }) => keywords.size)).toEqual([4, 16]);
    const again = await call<Created>("POST", "/keywords", {
      json: { platform: "boss", keyword: "word 0", city: "全国" },
    });
    expect(again.data).toEqual({ id: ids[0], result: "exists" });
  });
});

describe("POST /keywords/batch", () => {
  test("keeps the good ones and lists the bad ones with index, field and reason", async () => {
    const { call } = testApi();
    const items = [
      java,
      { ...java, platform: "monster" },
      { ...java, city: "Atlantis", keyword: "C++" },
      { ...java, keyword: "" },
      { ...java, priority: 11, colour: "red" },
      java,
      "Java",
    ];
    const { status, data } = await call<Accepted>("POST", "/keywords/batch", { json: { items } });
    expect(status).toBe(200);
    expect(data).toMatchObject({ received: 7, created: 1, exists: 1, restored: 0, rejected: 5 });
    expect(data.items.map(({ index }) => index)).toEqual([0, 5]);
    expect(data.problems.map(({ index, field }) => [index, field])).toEqual([
      [1, "platform"],
      [2, "city"],
      [3, "keyword"],
      [4, "priority"],
      [4, "colour"],
      [6, "item"],
    ]);
    expect(data.problems[0]?.reason).toContain("is not one of boss, qcwy, zhilian");
    expect(data.problems[1]?.reason).toContain("is not known on boss; nearest are ");
  });

  test("answers 400 when not one is good for its city", async () => {
    const { call, ledgers } = testApi();
    const answer = await call<Problems>("POST", "/keywords/batch", {
      json: { items: [{ ...java, city: "x" }] },
    });
    expect(answer).toMatchObject({ status: 400, code: "unknown_city" });
    expect(answer.data.problems).toMatchObject([{ index: 0, field: "city" }]);
    expect(ledgers.boss.every(({ keywords }) => keywords.size === 0)).toBe(true);
  });

  test.each([
    [[], "is empty"],
    [Array.from({ length: 1001 }, () => java), "more than 1000"],
  ])("refuses a list of the wrong length", async (items, reason) => {
    const answer = await testApi().call<Problems>("POST", "/keywords/batch", { json: { items } });
    expect(answer.status).toBe(422);
    expect(answer.data.problems[0]).toMatchObject({
      field: "items",
      reason: expect.stringContaining(reason),
    });
  });

  test("takes 1000", async () => {
    const items = Array.from({ length: 1000 }, (_, at) => ({ ...java, keyword: `k${at}` }));
    const { data } = await testApi().call<Accepted>("POST", "/keywords/batch", { json: { items } });
    expect(data).toMatchObject({ received: 1000, created: 1000, rejected: 0 });
    expect(new Set(data.items.map(({ id }) => id)).size).toBe(1000);
  });
});

describe("GET /keywords", () => {
  test("pages through all platforms and shards, newest first, each once", async () => {
    const { call, ids } = await withKeywords(25);
    const seen: string[] = [];
    let cursor: string | null = "";
    let pages = 0;
    while (cursor !== null) {
      const query: string = cursor ? `&cursor=${cursor}` : "";
      const { data } = await call<Page<Keyword>>("GET", `/keywords?limit=10${query}`);
      seen.push(...data.items.map(({ id }) => id));
      cursor = data.next_cursor;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(ids.toSorted().reverse());
  });

  test("a full last page has no cursor", async () => {
    const { call } = await withKeywords(6);
    const { data } = await call<Page<Keyword>>("GET", "/keywords?limit=6");
    expect(data.items).toHaveLength(6);
    expect(data.next_cursor).toBeNull();
  });

  test("filters by platform, state, city, text and deletion", async () => {
    const { call, ids } = await withKeywords(12);
    const list = async (query: string) =>
      (await call<Page<Keyword>>("GET", `/keywords?${query}`)).data.items
        .map(({ keyword }) => keyword)
        .sort();
    await call("POST", `/keywords/${ids[3]}/actions/pause`);
    await call("DELETE", `/keywords/${ids[4]}`);
    expect(await list("platform=boss")).toEqual(["word 0", "word 3", "word 6", "word 9"]);
    expect(await list("state=paused")).toEqual(["word 3"]);
    expect(await list(`city=${encodeURIComponent("北京")}&platform=boss`)).toEqual(["word 3", "word 9"]);
    expect(await list("search=word+1")).toEqual(["word 1", "word 10", "word 11"]);
    expect(await list("search=word+4")).toEqual([]);
    expect(await list("search=word+4&include_deleted=true")).toEqual(["word 4"]);
  });
});

describe("GET /keywords/{id}", () => {
  test("shows parts, and the coverage of the last run that ended", async () => {
    const { call, ids, services } = await withKeywords(1);
    const [id] = ids as [string];
    const ledger = services.ledger("boss", placeOfKeyword(id)?.shard ?? 0);
    const found = await ledger.get(id);
    if (!found) throw new Error("gone");
    found.keyword.run = {
      run_id: crypto.randomUUID(),
      started_at: NOW,
      finished_at: null,
      pages: 2,
      rows: 31,
      distinct: 3,
      invalid: 0,
      reported: 40,
      early_stopped: false,
    };
    found.keyword.coverage = { distinct: 30, reported: 40, at: NOW };
    const { data } = await call<{ coverage: number; parts: unknown[] }>("GET", `/keywords/${id}`);
    expect(data).toMatchObject({ coverage: 0.75, parts: [], keyword: { id } });
  });

  test("has no coverage before anything was reported", async () => {
    const { call, ids } = await withKeywords(1);
    expect((await call("GET", `/keywords/${ids[0]}`)).data).toMatchObject({ coverage: null });
  });

  test.each([
    ["GET", ""],
    ["DELETE", ""],
    ["GET", "/events"],
    ["GET", "/runs"],
    ["POST", "/actions/pause"],
    ["POST", "/restore"],
  ])("%s …%s answers 404 for an id nobody has, 422 for no id", async (method, rest) => {
    const { call } = testApi();
    expect(await call(method, `/keywords/${unknownId}${rest}`)).toMatchObject({
      status: 404,
      code: "not_found",
    });
    const beyond = makeKeywordId("qcwy", 2, NOW, new Uint8Array(8));
    expect((await call(method, `/keywords/${beyond}${rest}`)).status).toBe(404);
    const bad = await call<Problems>(method, `/keywords/17${rest}`);
    expect(bad).toMatchObject({ status: 422, data: { problems: [{ field: "id" }] } });
  });
});

describe("the timeline", () => {
  test("pages, newest first", async () => {
    const { call, ids } = await withKeywords(1);
    for (const action of ["pause", "resume", "run", "restart"]) {
      await call("POST", `/keywords/${ids[0]}/actions/${action}`);
    }
    const first = await call<Page<KeywordEvent>>("GET", `/keywords/${ids[0]}/events?limit=3`);
    expect(first.data.items.map(({ type }) => type)).toEqual(["restart", "run", "resume"]);
    const rest = await call<Page<KeywordEvent>>(
      "GET",
      `/keywords/${ids[0]}/events?limit=3&cursor=${first.data.next_cursor}`,
    );
    expect(rest.data.items.map(({ type }) => type)).toEqual(["pause", "created"]);
    expect(rest.data.next_cursor).toBeNull();
    expect(rest.data.items[1]?.detail).toEqual({ actor: expect.stringMatching(/^tester:[0-9a-f-]{36}$/) });
  });
});

describe("actions", () => {
  test("change the state, and tell when they cannot", async () => {
    const { call, ids } = await withKeywords(1);
    const path = `/keywords/${ids[0]}/actions`;
    expect((await call("POST", `${path}/pause`)).data).toMatchObject({ state: "paused" });
    expect((await call("POST", `${path}/resume`)).data).toMatchObject({ state: "pending" });
    expect(await call("POST", `${path}/resume`)).toMatchObject({
      status: 409,
      code: "invalid_state",
      message: "cannot resume: it is pending",
    });
  });

  test.each(["explode", "delete", "restore"])("%s is not an action here", async (action) => {
    const { call, ids } = await withKeywords(1);
    const answer = await call<Problems>("POST", `/keywords/${ids[0]}/actions/${action}`);
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: "action" }] } });
    expect(answer.data.problems[0]?.reason).toContain("is not one of pause, resume");
  });

  test("for many at once, each answers for itself", async () => {
    const { call, ids } = await withKeywords(3);
    await call("POST", `/keywords/${ids[1]}/actions/pause`);
    const json = { ids: [...ids, ids[0], unknownId] };
    const { data } = await call<{ items: object[] }>("POST", "/keywords/actions/resume", { json });
    expect(data).toMatchObject({
      done: 1,
      refused: 3,
      items: [
        { id: ids[0], ok: false, code: "invalid_state" },
        { id: ids[1], ok: true, state: "pending" },
        { id: ids[2], ok: false, code: "invalid_state" },
        { id: unknownId, ok: false, code: "not_found" },
      ],
    });
    expect(data.items).toHaveLength(4);
  });

  test("for more than 200 at once are refused", async () => {
    const json = { ids: Array.from({ length: 201 }, () => unknownId) };
    const answer = await testApi().call<Problems>("POST", "/keywords/actions/pause", { json });
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: "ids" }] } });
  });
});

test("deleting tells how to restore, and that works", async () => {
  const { call, send, ids } = await withKeywords(1);
  const { data } = await call<{ restore: { method: string; path: string } }>("DELETE", `/keywords/${ids[0]}`);
  expect(data).toMatchObject({ keyword: { id: ids[0], deleted_at: expect.any(Number) } });
  const { method, path } = data.restore;
  const response = await send(method, path.replace("/api/v1", ""));
  expect(await response.json()).toMatchObject({ code: 0, data: { deleted_at: null } });
});

describe("PATCH /keywords/{id}", () => {
  const added = async () => {
    const api = testApi();
    const { data } = await api.call<Created>("POST", "/keywords", { json: java });
    return { ...api, id: data.id };
  };

  test("changes priority, city and channel; the city is stored by its common name", async () => {
    const { call, id } = await added();
    const json = { priority: 10, city: "上海市", channel: "web" };
    expect(await call("PATCH", `/keywords/${id}`, { json })).toMatchObject({
      status: 200,
      data: { id, priority: 10, city: "上海", channel: "web" },
    });
    const { data } = await call<{ keyword: Keyword }>("GET", `/keywords/${id}`);
    expect(data.keyword).toMatchObject({ priority: 10, city: "上海" });
  });

  test.each<[json: object, field: string, status?: number]>([
    [{}, "body"],
    [{ priority: 11 }, "priority"],
    [{ priority: 1.5 }, "priority"],
    [{ city: "火星" }, "city", 400],
    [{ city: "" }, "city"],
    [{ channel: "fax" }, "channel"],
    [{ keyword: "Rust" }, "keyword"],
  ])("refuses %j", async (json, field, status = 422) => {
    const { call, id } = await added();
    const answer = await call<Problems>("PATCH", `/keywords/${id}`, { json });
    expect(answer.status).toBe(status);
    expect(answer.data.problems.map((problem) => problem.field)).toContain(field);
    const { data } = await call<{ keyword: Keyword }>("GET", `/keywords/${id}`);
    expect(data.keyword).toMatchObject({ priority: 5, city: "北京", channel: "web" });
  });

  test("answers 409 when the search exists, in whatever shard and case", async () => {
    const { call } = testApi();
    for (const keyword of ["Java", "Go", "PHP", "Rust", "Perl"]) {
      const { data } = await call<Created>("POST", "/keywords", { json: { ...java, keyword } });
      const twin = { ...java, keyword: keyword.toUpperCase(), city: "上海" };
      await call("POST", "/keywords", { json: twin });
      const answer = await call("PATCH", `/keywords/${data.id}`, { json: { city: "上海" } });
      expect(answer, keyword).toMatchObject({ status: 409, code: "conflict" });
      expect(answer.message, "nothing about the other one").not.toMatch(/[0-9a-f]{8}-/);
      const same = await call("PATCH", `/keywords/${data.id}`, { json: { city: "北京" } });
      expect(same.status).toBe(200);
    }
  });

  test("answers 404 for an id nobody has", async () => {
    const answer = await testApi().call("PATCH", `/keywords/${unknownId}`, { json: { priority: 1 } });
    expect(answer).toMatchObject({ status: 404, code: "not_found" });
  });
});

describe("GET /keywords/{id}/runs", () => {
  const endedRun = (at: number, over: Partial<EndedRun> = {}): EndedRun => ({
    ...{ run_id: crypto.randomUUID(), started_at: at, finished_at: at + 1000, duration_ms: 1000 },
    ...{ pages: 2, rows: 31, distinct: 30, invalid: 0, reported: 40, early_stopped: false, limited_by: null },
    ...{ new: 3, changed: 1, outcome: "ok", coverage: { distinct: 30, reported: 40 } },
    ...over,
  });

  test("pages, newest first: the unfinished run before those that ended", async () => {
    const { call, ids, services } = await withKeywords(1);
    const [id] = ids as [string];
    const ledger = services.ledger("boss", placeOfKeyword(id)?.shard ?? 0) as MemoryLedger;
    const ended = [endedRun(NOW - 3000), endedRun(NOW - 2000, { early_stopped: true, outcome: "blocked" })];
    ledger.ended.set(id, ended);
    const keyword = ledger.keywords.get(id);
    if (!keyword) throw new Error("gone");
    const { duration_ms, new: _new, changed, outcome, coverage, ...current } = endedRun(NOW);
    keyword.run = { ...current, finished_at: null };
    const first = await call<Page<EndedRun>>("GET", `/keywords/${id}/runs?limit=2`);
    expect(first.data.items).toEqual([
      { ...keyword.run, duration_ms: null, new: null, changed: null, outcome: null, coverage: null },
      ended[1],
    ]);
    const rest = await call<Page<EndedRun>>(
      "GET",
      `/keywords/${id}/runs?limit=2&cursor=${first.data.next_cursor}`,
    );
    expect(rest.data).toEqual({ items: [ended[0]], next_cursor: null });
  });

  test("is empty for a new keyword, and refuses another list's cursor", async () => {
    const { call, ids } = await withKeywords(3);
    expect((await call("GET", `/keywords/${ids[0]}/runs`)).data).toEqual({ items: [], next_cursor: null });
    const { data } = await call<Page<Keyword>>("GET", "/keywords?limit=1");
    const answer = await call("GET", `/keywords/${ids[0]}/runs?cursor=${data.next_cursor}`);
    expect(answer).toMatchObject({ status: 400, code: "invalid_cursor" });
    expect((await call("GET", `/keywords/${ids[0]}/runs?limit=51`)).status).toBe(422);
  });
});
