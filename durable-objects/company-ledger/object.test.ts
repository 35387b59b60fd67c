import { beforeEach, describe, expect, test } from "vitest";
import { CompanyRig, company, good, page } from "../../tests/edge/company-ledger/rig.ts";

let rig: CompanyRig;
beforeEach(async () => {
  rig = await CompanyRig.start();
});

describe("the queue", () => {
  test("takes a company in once, however often it is seen, and releases a bounded number", async () => {
    const seen = [1, 2, 3, 4].map(company);
    expect(await rig.api.collect(seen)).toBe(4);
    expect(await rig.api.collect([...seen, company(5)])).toBe(1);
    expect(await rig.api.stats()).toMatchObject({ waiting: 5, active: 0, states: { pending: 5 } });
    expect(rig.wakes).toEqual([]);
    expect(await rig.api.release(3, "run 2")).toBe(3);
    expect(rig.wakes).toEqual([{ kind: "companies", platform: "boss", cause: "run 2" }]);
    // Companies at work count against the limit: nothing piles up behind a site that makes them wait.
    expect(await rig.api.release(3, "run 3")).toBe(0);
    // They are queued and nobody runs: their wake-up may have been lost.
    expect(rig.wakes).toHaveLength(2);
    expect(await rig.api.release(4, "run 4")).toBe(1);
    expect(await rig.api.stats()).toMatchObject({ waiting: 1, active: 4 });
  });

  test("takes a company in again whose page is old, behind those that wait, and no other", async () => {
    await rig.api.collect([company(1), company(2), company(3)]);
    await rig.api.release(2, "c");
    for (const end of ["stored", "gone"] as const) {
      const { keyword_id, fence } = await rig.claimOne();
      good(await rig.api.settleClean(keyword_id, fence, end));
    }
    const fetchedAt = rig.now;
    rig.now += 1000;
    // k1 was fetched, k2 is gone, k3 waits, k4 is new here.
    const all = [1, 2, 3, 4].map(company);
    expect(await rig.api.collectStale(all.slice(0, 3), fetchedAt)).toBe(0);
    expect(await rig.api.collectStale(all, fetchedAt + 1)).toBe(2);
    expect(await rig.api.collectStale(all, fetchedAt + 1)).toBe(0);
    expect([await rig.stateOf("k1"), await rig.stateOf("k2")]).toEqual(["pending", "gone"]);
    expect(await rig.story("k1")).toEqual(["seen", "claimed", "done", "stale"]);
    await rig.api.release(1, "d");
    expect((await rig.claimOne()).company_key).toBe("k3");
    good(await rig.api.act("k2", "remove", "ann"));
    expect(await rig.api.collectStale([company(2)], rig.now + 1)).toBe(0);
  });

  test("fetches each released company once, oldest first", async () => {
    await rig.api.collect([company(2)]);
    rig.now += 1000;
    await rig.api.collect([company(1)]);
    await rig.api.release(1, "c");
    const claim = await rig.claimOne();
    expect(claim).toMatchObject({
      company_key: "k2",
      work: "clean",
      forced: false,
      platform: "boss",
      attempt: 1,
    });
    expect(await rig.api.claim("edge:other", 5)).toEqual([]);
    rig.now += 500;
    good(await rig.api.settleClean(claim.keyword_id, claim.fence, "stored"));
    expect(await rig.api.get("k2")).toMatchObject({
      state: "done",
      name: "公司2",
      attempts: 0,
      last_outcome: "ok",
      cleaned_at: rig.now,
      due_at: null,
    });
    expect(await rig.story("k2")).toEqual(["seen", "claimed", "done"]);
    await rig.api.release(5, "d");
    expect((await rig.claimOne()).company_key).toBe("k1");
  });

  test.each([
    ["stored", "done"],
    ["known", "done"],
    ["gone", "gone"],
    ["unusable", "failed"],
  ] as const)("a page that was %s leaves the company %s", async (end, state) => {
    await rig.api.clean(company(1), 8, "user:1");
    const { keyword_id: id, fence } = await rig.claimOne();
    good(await rig.api.settleClean(id, fence, end));
    expect(await rig.api.get("k1")).toMatchObject({
      state,
      cleaned_at: state === "done" ? rig.now : null,
    });
    expect(await rig.api.claim("edge:x", 1)).toEqual([]);
  });

  test("a refusal parks the company until a person retries it; nothing else does", async () => {
    await rig.api.collect([company(1)]);
    await rig.api.release(1, "a");
    const { keyword_id: id, fence } = await rig.claimOne();
    const blocked = { kind: "park", state: "blocked", outcome: "blocked", error: "HTTP 403" } as const;
    good(await rig.api.settleClean(id, fence, blocked));
    expect(await rig.api.get("k1")).toMatchObject({ state: "blocked", last_error: "HTTP 403", due_at: null });
    rig.now += 86_400_000;
    await rig.alarm();
    await rig.api.collect([company(1)]);
    await rig.api.release(30, "b");
    expect(await rig.api.claim("edge:x", 1)).toEqual([]);
    expect(good(await rig.api.act("k1", "retry", "user:1"))).toMatchObject({ state: "queued" });
    expect(await rig.claimOne()).toMatchObject({ company_key: "k1", attempt: 1, forced: true });
  });

  test("a failed try is repeated after the backoff, and no more once the tries are used up", async () => {
    await rig.api.clean(company(1), 8, "user:1");
    const network = { kind: "retry", outcome: "network", error: "connection reset" } as const;
    for (const attempt of [1, 2, 3]) {
      const { keyword_id: id, fence, attempt: told } = await rig.claimOne();
      expect(told).toBe(attempt);
      good(await rig.api.settleClean(id, fence, network));
      expect(await rig.api.claim("edge:x", 1)).toEqual([]);
      rig.now += 3_600_000;
      await rig.alarm();
    }
    expect(await rig.api.get("k1")).toMatchObject({ state: "failed", attempts: 3, due_at: null });
    expect(await rig.api.claim("edge:x", 1)).toEqual([]);
  });

  test("a holder whose lease ended may write nothing; another one gets the company", async () => {
    await rig.api.clean(company(1), 8, "user:1");
    const { keyword_id: id, fence } = await rig.claimOne();
    await rig.evict();
    rig.now += 60_001;
    expect(await rig.api.settleClean(id, fence, "stored")).toMatchObject({ ok: false, code: "stale_lease" });
    await rig.alarm();
    const again = await rig.claimOne();
    expect(again.fence).toBeGreaterThan(fence);
    expect(await rig.api.renew(id, fence)).toMatchObject({ ok: false, code: "stale_lease" });
    good(await rig.api.settleClean(id, again.fence, "known"));
    expect(await rig.story("k1")).toEqual(["asked", "claimed", "lease-expired", "claimed", "done"]);
  });

  test("work given back keeps its place and counts no attempt", async () => {
    await rig.api.clean(company(1), 8, "user:1");
    const { keyword_id: id, fence } = await rig.claimOne();
    const yielded = { kind: "yield", reason: "breaker", resume_at: rig.now + 10_000 } as const;
    good(await rig.api.settleClean(id, fence, yielded));
    expect(await rig.api.claim("edge:x", 1)).toEqual([]);
    await rig.api.resumeHeld("reset");
    expect(await rig.claimOne()).toMatchObject({ attempt: 1 });
  });
});

describe("a person", () => {
  test("has a cleaned company fetched again at once, before those of the schedule", async () => {
    await rig.api.collect([1, 2].map(company));
    await rig.api.release(2, "a");
    for (const _ of [1, 2]) {
      const { keyword_id: id, fence } = await rig.claimOne();
      good(await rig.api.settleClean(id, fence, "stored"));
    }
    await rig.api.collect([company(3)]);
    await rig.api.release(1, "b");
    expect(await rig.api.clean(company(2), 10, "user:1")).toMatchObject({ company_key: "k2", priority: 10 });
    expect(await rig.claimOne()).toMatchObject({ company_key: "k2", forced: true });
    expect(
      (await rig.api.events("k2", "clean", 10)).find(({ type }) => type === "asked")?.detail,
    ).toMatchObject({
      actor: "user:1",
      from: "done",
    });
  });

  test("removes a company: it is neither fetched nor taken in again, and asking brings it back", async () => {
    await rig.api.collect([company(1)]);
    await rig.api.release(1, "a");
    const { keyword_id: id, fence } = await rig.claimOne();
    good(await rig.api.act("k1", "remove", "user:1"));
    expect(await rig.api.settleClean(id, fence, "stored")).toMatchObject({ ok: false });
    expect(await rig.api.get("k1")).toBeNull();
    expect(await rig.api.list({}, 10)).toEqual([]);
    expect(await rig.api.collect([company(1)])).toBe(0);
    expect(await rig.api.act("k1", "retry", "user:1")).toMatchObject({ ok: false, code: "not_found" });
    await rig.api.clean(company(1), 8, "user:1");
    expect((await rig.claimOne()).company_key).toBe("k1");
  });

  test("cannot retry what waits or is done", async () => {
    await rig.api.collect([company(1)]);
    expect(await rig.api.act("k1", "retry", "user:1")).toMatchObject({ ok: false, code: "invalid_state" });
    expect(await rig.api.act("k9", "remove", "user:1")).toMatchObject({ ok: false, code: "not_found" });
  });

  test("lists the queue by latest change, in pages, by state and name", async () => {
    await rig.api.collect([1, 2, 3, 4, 5].map(company));
    const all = await rig.api.list({}, 10);
    expect(all.map(({ company_key }) => company_key)).toEqual(["k5", "k4", "k3", "k2", "k1"]);
    const last = all[1];
    if (!last) throw new Error("no second company");
    const after = { changed_at: last.changed_at, company_key: last.company_key, inclusive: false };
    expect((await rig.api.list({}, 2, after)).map(({ company_key }) => company_key)).toEqual(["k3", "k2"]);
    await rig.api.clean(company(2), 8, "user:1");
    expect((await rig.api.list({ state: "queued" }, 10)).map(({ company_key }) => company_key)).toEqual([
      "k2",
    ]);
    expect((await rig.api.list({ search: "公司3" }, 10)).map(({ company_key }) => company_key)).toEqual([
      "k3",
    ]);
    expect(await rig.api.states(["k2", "k3", "none"])).toMatchObject([
      { company_key: "k2", state: "queued" },
      { company_key: "k3", state: "pending" },
    ]);
  });
});

test("what changed is exported until it is confirmed", async () => {
  await rig.api.collect([1, 2, 3].map(company));
  const first = await rig.api.toExport(2);
  expect(first.companies.map(({ company_key, state }) => [company_key, state])).toEqual([
    ["k1", "pending"],
    ["k2", "pending"],
  ]);
  expect(await rig.api.toExport(2)).toEqual(first);
  await rig.api.exported(first.through);
  expect((await rig.api.toExport(2)).companies).toMatchObject([{ company_key: "k3" }]);
  good(await rig.api.act("k1", "remove", "user:1"));
  expect((await rig.api.toExport(9)).companies).toMatchObject([
    { company_key: "k3" },
    { company_key: "k1", state: null },
  ]);
  // A confirmation that comes late takes nothing back.
  await rig.api.exported(first.through - 1);
  expect((await rig.api.toExport(9)).companies).toHaveLength(2);
});

describe("a pull", () => {
  const pull = async () => {
    good(await rig.api.pull({ company_key: "k1", name: "深圳示例有限公司" }, 8, "user:1"));
    return rig.claimOne();
  };

  test("is a search of the company, counts its own postings exactly, and is done once", async () => {
    const claim = await pull();
    expect(claim).toMatchObject({
      work: "pull",
      company_key: "k1",
      keyword: "深圳示例有限公司",
      city: "全国",
      recrawl: false,
      parts: [{ part: 0, page: 0 }],
    });
    const { keyword_id: id } = claim;
    good(await rig.api.saveProgress(id, claim.fence, [page(1, ["a", "b", "c"], 2)]));
    expect((await rig.api.get("k1"))?.pull).toMatchObject({
      state: "running",
      own: 2,
      run: { pages: 1, rows: 3 },
    });
    // The holder dies, and the next one reads on; a posting that moved to the next page counts once.
    await rig.evict();
    rig.now += 60_001;
    await rig.alarm();
    const next = await rig.claimOne();
    expect(next.parts).toMatchObject([{ part: 0, page: 1 }]);
    good(
      await rig.api.saveProgress(id, next.fence, [
        page(1, ["a", "b", "c"], 2),
        page(2, ["b", "d"], 2, { last: true }),
      ]),
    );
    good(await rig.api.settle(id, next.fence, { kind: "done", outcome: "ok" }));
    expect((await rig.api.get("k1"))?.pull).toMatchObject({
      state: "done",
      own: 3,
      due_at: null,
      run: { distinct: 4 },
    });
    rig.now += 30 * 86_400_000;
    await rig.alarm();
    expect(await rig.api.claim("edge:x", 1)).toEqual([]);
    // A company that is asked for again begins anew, without an early stop.
    const again = await pull();
    expect(again).toMatchObject({ recrawl: false, parts: [{ page: 0 }], run: { pages: 0 } });
    expect((await rig.api.get("k1"))?.pull).toMatchObject({ own: 0 });
  });

  test("over the cap is split, and a refused one goes on where it stopped", async () => {
    const claim = await pull();
    const { keyword_id: id, fence } = claim;
    good(await rig.api.saveProgress(id, fence, [page(1, ["a"], 1, { reported: 231 })]));
    const { parts } = good(
      await rig.api.splitPart(id, fence, 0, [{ experience: "101" }, { experience: "102" }]),
    );
    expect(parts.map(({ filters }) => filters)).toEqual([{ experience: "101" }, { experience: "102" }]);
    const blocked = { kind: "park", state: "blocked", outcome: "blocked", error: "HTTP 403" } as const;
    good(await rig.api.settle(id, fence, blocked));
    expect((await rig.api.get("k1"))?.pull).toMatchObject({
      state: "blocked",
      last_error: "HTTP 403",
      own: 1,
    });
    const again = await pull();
    expect(again.parts).toMatchObject([
      { filters: { experience: "101" } },
      { filters: { experience: "102" } },
    ]);
    expect((await rig.api.get("k1"))?.pull).toMatchObject({ own: 1 });
  });

  test("is stopped by a person, and asked for twice it is one", async () => {
    const { keyword_id: id, fence } = await pull();
    good(await rig.api.pull({ company_key: "k1", name: "深圳示例有限公司" }, 8, "user:2"));
    expect(await rig.api.claim("edge:x", 5)).toEqual([]);
    good(await rig.api.stopPull("k1", "user:1"));
    expect(await rig.api.saveProgress(id, fence, [page(1, ["a"], 1)])).toMatchObject({ ok: false });
    expect((await rig.api.get("k1"))?.pull).toMatchObject({ state: "done", last_outcome: "skipped" });
    expect(await rig.api.stopPull("k1", "user:1")).toMatchObject({ ok: false, code: "invalid_state" });
    expect(await rig.api.stopPull("k9", "user:1")).toMatchObject({ ok: false, code: "not_found" });
    expect(await rig.story("k1", "pull")).toEqual(["asked", "claimed", "asked", "skip"]);
  });
});
