import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { MAX_PENDING_PAGES, type PendingPage } from "../../shared/contracts/pending-page.ts";
import { expectSound, page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";
import { migrate } from "../base/migrate.ts";
import { MAX_IDLE_MS } from "./lease-progress.ts";
import { MIGRATIONS } from "./migrations.ts";

afterEach(() => reset());

const pending = (key: string, more: Partial<PendingPage> = {}): PendingPage => ({
  type: "job_detail",
  key,
  hash: `hash of ${key}`,
  page: 1,
  found_at: 5,
  token: { security_id: `token of ${key}` },
  ...more,
});
const company = (key: string) => pending(key, { type: "company", hash: "" });

async function started() {
  const rig = await Rig.start();
  const [id = ""] = await rig.create("a");
  return { rig, id, claim: await rig.claimOne() };
}

test("pages put down with a checkpoint are there for the next holder, in order, through an eviction", async () => {
  const { rig, id, claim } = await started();
  const pages = [pending("b"), pending("a"), company("a")];
  value(await rig.api.saveProgress(id, claim.fence, [page(1, { pending: pages })]));
  value(await rig.api.settlePage(id, claim.fence, "job_detail", "b", "stored"));
  await rig.evict();
  await rig.pass(61_000);
  const next = await rig.claimOne("second");
  expect(value(await rig.api.pendingPages(id, next.fence))).toEqual([pending("a"), company("a")]);
  expect(await rig.api.pendingPages(id, claim.fence)).toMatchObject({ ok: false, code: "stale_lease" });
  expect(await rig.api.settlePage(id, claim.fence, "job_detail", "a", "stored")).toMatchObject({
    code: "stale_lease",
  });
  expect(value(await rig.api.pendingPages(id, next.fence))).toHaveLength(2);
  await expectSound(rig);
});

test("a page saved again puts nothing down again", async () => {
  const { rig, id, claim } = await started();
  const saved = [page(1, { pending: [pending("a")] })];
  value(await rig.api.saveProgress(id, claim.fence, saved));
  value(await rig.api.settlePage(id, claim.fence, "job_detail", "a", "stored"));
  value(await rig.api.saveProgress(id, claim.fence, saved));
  expect(value(await rig.api.pendingPages(id, claim.fence))).toEqual([]);
});

test("the last one writes one line that counts them all; repeating it writes none", async () => {
  const { rig, id, claim } = await started();
  const pages = [pending("a"), pending("b"), pending("c"), company("x")];
  value(await rig.api.saveProgress(id, claim.fence, [page(1, { pending: pages })]));
  value(await rig.api.settlePage(id, claim.fence, "job_detail", "a", "stored"));
  value(await rig.api.settlePage(id, claim.fence, "job_detail", "b", "stored"));
  value(await rig.api.settlePage(id, claim.fence, "company", "x", "known"));
  expect(await rig.eventTypes(id)).not.toContain("details");
  for (let times = 0; times < 2; times++)
    value(await rig.api.settlePage(id, claim.fence, "job_detail", "c", "gone"));
  const events = await rig.api.events(id, 100);
  expect(events.filter(({ type }) => type === "details").map(({ detail }) => detail)).toEqual([
    { job_detail: { stored: 2, gone: 1 }, company: { known: 1 } },
  ]);
  const line = events.find(({ type }) => type === "page");
  expect(line?.detail).toMatchObject({ keys: 10, pending: 4 });
});

test.each(["restart", "done"] as const)("%s forgets what was pending", async (end) => {
  const { rig, id, claim } = await started();
  value(await rig.api.saveProgress(id, claim.fence, [page(1, { last: true, pending: [pending("a")] })]));
  if (end === "done") value(await rig.api.settle(id, claim.fence, { kind: "done", outcome: "ok" }));
  else value(await rig.api.act(id, "restart", "ann"));
  expect(await rig.rows("SELECT * FROM pending_pages")).toEqual([]);
});

test("a run has no more pending pages than the limit; the rest is counted in the timeline", async () => {
  const { rig, id, claim } = await started();
  const many = Array.from({ length: MAX_PENDING_PAGES + 7 }, (_, at) => pending(`k${at}`));
  value(await rig.api.saveProgress(id, claim.fence, [page(1, { pending: many.slice(0, -3) })]));
  value(
    await rig.api.saveProgress(id, claim.fence, [page(2, { pending: many.slice(-3), pending_dropped: 5 })]),
  );
  expect(value(await rig.api.pendingPages(id, claim.fence)).map(({ key }) => key)).toEqual(
    many.slice(0, MAX_PENDING_PAGES).map(({ key }) => key),
  );
  const lines = (await rig.api.events(id, 100)).filter(({ type }) => type === "page");
  expect(lines.map(({ detail }) => detail.pending_dropped)).toEqual([8, 4]);
});

test("pages of several list pages keep their order, with one look at the table per call", async () => {
  const { rig, id, claim } = await started();
  const pages = [1, 2, 3].map((number) =>
    page(number, { pending: [pending(`b${number}`), pending(`a${number}`)] }),
  );
  const reads = await runInDurableObject(rig.stub, async (ledger, { storage }) => {
    const exec = vi.spyOn(Object.getPrototypeOf(storage.sql), "exec");
    await ledger.saveProgress(id, claim.fence, pages);
    const all = exec.mock.calls.filter(([sql]) => /max\(seq\).*FROM pending_pages/s.test(String(sql)));
    exec.mockRestore();
    return all.length;
  });
  expect(reads).toBe(1);
  expect(value(await rig.api.pendingPages(id, claim.fence)).map(({ key }) => key)).toEqual([
    ...["b1", "a1", "b2", "a2", "b3", "a3"],
  ]);
});

test("an upload counts once in a run, and a repeated call is no second time", async () => {
  const { rig, id, claim } = await started();
  const save = (...pages: ReturnType<typeof page>[]) => rig.api.saveProgress(id, claim.fence, pages);
  const first = [page(1, { batch_seq: 5 }), page(2, { batch_seq: 5 })];
  value(await save(...first));
  value(await save(...first));
  for (const batch_seq of [5, 4])
    expect(await save(page(3, { batch_seq }))).toMatchObject({ ok: false, code: "invalid_state" });
  expect((await rig.api.get(id))?.keyword.run).toMatchObject({ pages: 2, rows: 20 });
  value(await save(page(3, { batch_seq: 6, last: true })));
  value(await rig.api.settle(id, claim.fence, { kind: "done", outcome: "ok" }));
});

test("renewing alone keeps no lease; a stored page does", async () => {
  const { rig, id, claim } = await started();
  const renewFor = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 30_000) {
      rig.now += 30_000;
      const renewed = await rig.api.renew(id, claim.fence);
      if (!renewed.ok) return renewed;
    }
    return rig.api.renew(id, claim.fence);
  };
  expect(await renewFor(MAX_IDLE_MS)).toMatchObject({ ok: true });
  value(await rig.api.saveProgress(id, claim.fence, [page(1, { pending: [pending("a")] })]));
  expect(await renewFor(MAX_IDLE_MS)).toMatchObject({ ok: true });
  value(await rig.api.settlePage(id, claim.fence, "job_detail", "a", "stored"));
  expect(await renewFor(MAX_IDLE_MS)).toMatchObject({ ok: true });
  // Neither a page saved before nor one that is not pending is progress.
  value(await rig.api.saveProgress(id, claim.fence, [page(1)]));
  value(await rig.api.settlePage(id, claim.fence, "job_detail", "a", "stored"));
  expect(await renewFor(60_000)).toMatchObject({ ok: false, code: "invalid_state" });
  await rig.pass(61_000);
  expect((await rig.claimOne("second")).fence).toBeGreaterThan(claim.fence);
});

test("a refused end keeps no lease either: the time without a page goes on", async () => {
  const { rig, id, claim } = await started();
  for (let passed = 0; passed < MAX_IDLE_MS; passed += 30_000) {
    rig.now += 30_000;
    value(await rig.api.renew(id, claim.fence));
    const refused = await rig.api.settle(id, claim.fence, { kind: "done", outcome: "ok" });
    expect(refused).toMatchObject({ ok: false, code: "invalid_state" });
  }
  rig.now += 30_000;
  expect(await rig.api.renew(id, claim.fence)).toMatchObject({ ok: false, code: "invalid_state" });
});

test("requests that older versions stored are dropped: what builds them stays, and nothing else", async () => {
  const rows = await runInDurableObject(
    env.BROWSER_BROKER.get(env.BROWSER_BROKER.newUniqueId()),
    (_, state) => {
      const known = MIGRATIONS.findIndex(({ name }) => name === "007_page_tokens");
      migrate(state.storage, MIGRATIONS.slice(0, known));
      const insert = (type: string, key: string) =>
        state.storage.sql.exec(
          "INSERT INTO pending_pages VALUES ('k', 1, ?, ?, 'h', 2, 5, ?, NULL)",
          type,
          key,
          JSON.stringify({ method: "POST", url: "http://127.0.0.1/steal", headers: { authorization: "x" } }),
        );
      insert("job_detail", "j1");
      insert("company", "c1");
      migrate(state.storage, MIGRATIONS);
      return state.storage.sql.exec("SELECT * FROM pending_pages").toArray();
    },
  );
  const rest = { keyword_id: "k", seq: 1, page: 2, found_at: 5, end: null, token: "{}" };
  expect(rows).toEqual([
    { ...rest, type: "company", key: "c1", hash: "h" },
    { ...rest, type: "job_detail", key: "j1", hash: "h" },
  ]);
});

test("a node that takes keywords and does nothing gets none for a while; one that works, and the edge, do", async () => {
  const { rig, id, claim } = await started();
  await rig.api.settle(id, claim.fence, { kind: "yield", reason: "x", resume_at: 0 });
  rig.settings.retry.attempts = 100;
  const idle = "node:idle";
  const lose = async () => {
    const taken = await rig.api.claim(idle, 1);
    await rig.pass(5 * 60_000);
    return taken.length;
  };
  expect([await lose(), await lose(), await lose()]).toEqual([1, 1, 1]);
  expect(await rig.api.claim(idle, 1)).toEqual([]);
  const honest = await rig.claimOne("node:honest");
  await rig.api.settle(id, honest.fence, { kind: "yield", reason: "x", resume_at: 0 });
  await rig.pass(5 * 60_000);
  const back = await rig.claimOne(idle);
  value(await rig.api.saveProgress(id, back.fence, [page(1)]));
  await rig.pass(61_000);
  expect(await lose()).toBe(1);
});
