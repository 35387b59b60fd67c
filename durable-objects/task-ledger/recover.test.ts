/** Checkpoints, and how a task that failed goes on. */
import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { DAY_MS } from "../../shared/time.ts";
import { failure, good, TaskRig } from "../../tests/edge/task-ledger/rig.ts";

let rig: TaskRig;
beforeEach(async () => {
  rig = await TaskRig.start();
});

describe("checkpoints and recovery", () => {
  const checkpoint = (cursor: string) => ({
    cursor,
    body: null,
    body_key: null,
    body_sha256: null,
    bytes: 0,
  });

  test("checkpoints form a chain, and what was changed is known as broken", async () => {
    const id = await rig.create();
    const { fence } = await rig.claimOne();
    for (const cursor of ["1", "2", "3"]) good(await rig.api.checkpoint(id, fence, checkpoint(cursor)));
    const before = await rig.api.checkpoints(id);
    expect(before.map(({ seq, problem }) => [seq, problem])).toEqual([
      [3, null],
      [2, null],
      [1, null],
    ]);
    expect(before[0]?.previous_sha256).toBe(before[1]?.sha256);
    await runInDurableObject(rig.stub, (_, { storage }) =>
      storage.sql.exec("UPDATE checkpoints SET cursor = '9' WHERE seq = 3"),
    );
    expect((await rig.api.checkpoints(id)).map(({ problem }) => problem)).toEqual(["hash", null, null]);
    rig.now += 30 * DAY_MS;
    expect((await rig.api.checkpoints(id)).map(({ problem }) => problem)).toEqual([
      "expired",
      "expired",
      "expired",
    ]);
    expect(await rig.api.checkpoint(id, fence, checkpoint("4"))).toMatchObject({
      ok: false,
      code: "stale_lease",
    });
  });

  test("each strategy does what it says", async () => {
    const id = await rig.create();
    const first = await rig.claimOne();
    good(await rig.api.checkpoint(id, first.fence, checkpoint("1")));
    expect(await rig.api.recover(id, "RETRY", "user:1")).toMatchObject({ ok: false, code: "invalid_state" });
    await rig.end(first, failure("not-found"));
    expect(good(await rig.api.recover(id, "RESUME", "user:1"))).toMatchObject({
      strategy: "RESUME",
      task: { attempts: 0 },
    });
    const second = await rig.claimOne();
    expect(second).toMatchObject({ id, resumes: true, attempt: 1 });
    expect(second.fence).toBeGreaterThan(first.fence);
    await rig.end(second, failure("not-found"));
    good(await rig.api.recover(id, "RESTART", "user:1"));
    const third = await rig.claimOne();
    expect(third.resumes).toBe(false);
    await rig.end(third, failure("not-found"));
    expect(await rig.api.recover(id, "RESUME", "user:1")).toMatchObject({ ok: false, code: "invalid_state" });
    good(await rig.api.recover(id, "MANUAL", "user:1"));
    expect(await rig.api.recover(id, "auto", "user:1")).toMatchObject({ ok: false });
    good(await rig.api.recover(id, "RETRY", "user:1"));
    await rig.end(await rig.claimOne(), failure("not-found"));
    expect(good(await rig.api.recover(id, "auto", "user:1"))).toMatchObject({
      strategy: "SKIP",
      task: { state: "skipped" },
    });
    expect((await rig.story(id)).filter((type) => type === "recover")).toHaveLength(4);
  });

  test("a checkpoint by hand is taken where nothing runs, and resumed from when chosen", async () => {
    const id = await rig.create();
    good(await rig.api.addCheckpoint(id, checkpoint("7"), "user:1"));
    const claim = await rig.claimOne();
    expect(claim.resumes).toBe(true);
    expect(await rig.api.addCheckpoint(id, checkpoint("8"), "user:1")).toMatchObject({ ok: false });
    await rig.end(claim, failure("not-found"));
    expect(await rig.api.recover(id, "RESUME", "user:1", 5)).toMatchObject({ ok: false });
    good(await rig.api.recover(id, "RESUME", "user:1", 1));
    expect((await rig.claimOne()).resume_seq).toBe(1);
  });
});
