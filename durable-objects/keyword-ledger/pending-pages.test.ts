import { reset } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import type { PendingPage } from "../../shared/contracts/pending-page.ts";
import { expectSound, page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

const pending = (key: string, more: Partial<PendingPage> = {}): PendingPage => ({
  type: "job_detail",
  key,
  hash: `hash of ${key}`,
  page: 1,
  found_at: 5,
  request: { method: "GET", url: `https://x.example/${key}`, headers: { accept: "*/*" } },
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
