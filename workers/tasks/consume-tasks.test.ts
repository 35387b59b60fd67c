/** The runtime against the real ledger: tasks run, tell their progress, go on from checkpoints, and end as they should. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { TaskLedgerApi } from "../../shared/contracts/task-ledger.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { createLogger, createRedactor } from "../../shared/log.ts";
import { CREATOR, good, newTask, TaskRig } from "../../tests/edge/task-ledger/rig.ts";
import { ClickHouseUnavailable } from "../clickhouse/errors.ts";
import { r2Store } from "../storage/r2-store.ts";
import { bodiesOf, keepCheckpoint } from "./checkpoint-bodies.ts";
import { consumeTasks } from "./consume-tasks.ts";
import { defineTaskKind, type RunningTask, TaskFailure, type TaskKind } from "./kind.ts";
import type { TaskServices } from "./task-services.ts";

let rig: TaskRig;
let lines: string[];
beforeEach(async () => {
  rig = await TaskRig.start();
  lines = [];
});

type Run = (
  task: RunningTask<Record<string, unknown>, unknown>,
) => Promise<Record<string, unknown> | undefined>;
const kind = (run: Run): TaskKind =>
  defineTaskKind<Record<string, unknown>>({
    name: "test.run",
    queue: "default",
    needs: [],
    title: { en: "Test", zh: "测试" },
    input: z.record(z.string(), z.unknown()),
    run,
  });

/** Wakes a consumer, which runs until nothing is left. */
async function consume(
  run: Run,
  {
    budgetMs = 60_000,
    maxCalls,
    ledger = rig.api,
  }: { budgetMs?: number; maxCalls?: number; ledger?: TaskLedgerApi } = {},
): Promise<void> {
  const services = {
    clock: { now: () => rig.now, sleep: async () => {} },
    logger: createLogger({}, { write: (line) => void lines.push(line) }),
    redact: createRedactor([]),
    store: r2Store(env.SPOOL),
  } as unknown as TaskServices;
  await consumeTasks(
    { ledger: () => ledger, kinds: new Map([["test.run", kind(run)]]), services },
    { kind: "tasks", queue: "default", cause: "test" },
    budgetMs,
    maxCalls,
  );
}

describe("a consumer", () => {
  test("runs all that waits, with input and result, side by side", async () => {
    const made = await rig.api.create(
      Array.from({ length: 40 }, (_, n) => newTask({ input: JSON.stringify({ n }) })),
      CREATOR,
    );
    let together = 0;
    let most = 0;
    await consume(async ({ input, progress }) => {
      most = Math.max(most, ++together);
      progress(1, 1);
      await Promise.resolve();
      together--;
      return { twice: Number(input.n) * 2 };
    });
    const last = (await rig.api.get(good(made[39]).id))?.task;
    expect(last).toMatchObject({ state: "done", result: { twice: 78 }, progress: { done: 1, percent: 100 } });
    expect((await rig.api.status()).states.done).toBe(40);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(16);
  });

  test("that has made as many calls as it may ends what it runs and claims no more", async () => {
    await rig.api.create(
      Array.from({ length: 40 }, () => newTask()),
      CREATOR,
    );
    await consume(async () => undefined, { maxCalls: 1 });
    expect((await rig.api.status()).states).toMatchObject({ done: 16, queued: 16, running: 0 });
    await consume(async () => undefined);
    expect((await rig.api.status()).states.done).toBe(40);
  });

  test("gets a task that comes while it waits for one", async () => {
    await rig.create();
    let second: Promise<string> | undefined;
    const next: TaskLedgerApi["next"] = (holder, ends, ...rest) => {
      const answer = rig.api.next(holder, ends, ...rest);
      // Calls reach the object in their order: it waits by then.
      if (ends.length > 0) second ??= rig.create();
      return answer;
    };
    await consume(async () => undefined, { ledger: { next } as TaskLedgerApi });
    expect(rig.sends, "for the first one only").toBe(1);
    expect(await rig.state((await second) as string)).toBe("done");
  });

  test.each([
    ["a kind that knows", new TaskFailure("blocked", "x", "refused"), "blocked", "failed"],
    ["the API", new ApiError("not_found", "gone"), "not-found", "failed"],
    ["ClickHouse", new ClickHouseUnavailable("network", "away", null), "dependency", "retrying"],
    ["the code", new TypeError("x is undefined"), "unexpected", "retrying"],
  ])("classes an error of %s", async (_, error, errorClass, state) => {
    const id = await rig.create();
    await consume(async () => {
      throw error;
    });
    expect((await rig.api.get(id))?.task).toMatchObject({ state, error: { class: errorClass } });
  });

  test("ends a task of an unknown kind, or with an input that is no longer good, without retrying it", async () => {
    const id = await rig.create({ kind: "no.such" });
    await consume(async () => undefined);
    expect((await rig.api.get(id))?.task).toMatchObject({
      state: "failed",
      error: { class: "invalid-input" },
    });
  });

  test("takes secrets out of errors", async () => {
    const id = await rig.create({ max_attempts: 1 });
    await consume(async () => {
      throw new Error("fetch https://user:hunter2@site.example/ failed");
    });
    expect((await rig.api.get(id))?.task.error?.message).not.toContain("hunter2");
  });
});

describe("checkpoints", () => {
  test("are gone on from after a failure; what is durable is not done again", async () => {
    const id = await rig.create();
    const steps: number[] = [];
    const run: Run = async ({ resumed, checkpoint, attempt }) => {
      for (let step = Number(resumed?.cursor ?? 0); step < 4; step++) {
        steps.push(step);
        await checkpoint(step + 1, `body ${step}`);
        if (attempt === 1 && step === 1) throw new TaskFailure("network", "x", "broke off");
      }
      return { resumed: resumed?.body ?? null };
    };
    await consume(run);
    rig.now += 3_600_000;
    await consume(run);
    expect(steps).toEqual([0, 1, 2, 3]);
    expect((await rig.api.get(id))?.task).toMatchObject({ state: "done", result: { resumed: "body 1" } });
  });

  test("a broken one is passed over with a warning, and the last good one is used", async () => {
    const id = await rig.create();
    const large = "x".repeat(150_000);
    const seen: unknown[] = [];
    const claim = await rig.claimOne();
    const store = r2Store(env.SPOOL);
    for (const [index, body] of [large, `${large}y`, "small"].entries())
      good(
        await rig.api.checkpoint(
          id,
          claim.fence,
          await keepCheckpoint(store, id, index + 1, body, String(claim.fence), index),
        ),
      );
    await rig.end(claim, { kind: "yield", resume_at: rig.now });
    const { blobs } = await store.list(bodiesOf(id));
    expect(blobs).toHaveLength(2);
    // The newest is changed in the ledger, the one before in R2.
    await runInDurableObject(rig.stub, (_, { storage }) =>
      storage.sql.exec("UPDATE checkpoints SET body = 'other' WHERE seq = 3"),
    );
    await store.put(blobs[1]?.key as string, "not what it was");
    await consume(async ({ resumed }) => {
      seen.push([resumed?.seq, resumed?.cursor, resumed?.body?.length]);
      return undefined;
    });
    expect(seen).toEqual([[1, 1, large.length]]);
    expect((await rig.story(id)).filter((type) => type === "checkpoint-skipped")).toHaveLength(2);
    expect(lines.filter((line) => line.includes("tasks.checkpoint-skipped"))).toHaveLength(2);
  });
});

describe("the end of a run", () => {
  test("a cancelled task stops at its next checkpoint", async () => {
    const id = await rig.create();
    let reached = 0;
    await consume(async ({ checkpoint }) => {
      for (reached = 0; reached < 10; reached++) {
        await checkpoint(reached);
        if (reached === 2) await rig.api.cancel(id, "user:1");
      }
      return undefined;
    });
    expect(reached).toBe(3);
    expect((await rig.api.get(id))?.task).toMatchObject({ state: "cancelled", attempts: 1 });
  });

  test("a task that gives itself back waits until then, without a try", async () => {
    const id = await rig.create();
    await consume(async ({ later }) => later(rig.now + 60_000));
    expect((await rig.api.get(id))?.task).toMatchObject({
      state: "scheduled",
      attempts: 0,
      due_at: rig.now + 60_000,
    });
  });

  test("a task whose lease ended writes nothing any more", async () => {
    const id = await rig.create({ max_attempts: 1 });
    await consume(async ({ checkpoint }) => {
      rig.now += 600_000;
      await rig.alarm();
      await checkpoint(1);
      return { late: true };
    });
    expect((await rig.api.get(id))?.task).toMatchObject({
      state: "failed",
      result: null,
      error: { class: "lost" },
    });
  });

  test("at the end of its budget a consumer gives its tasks back and claims no more", async () => {
    const ids = [await rig.create(), await rig.create()];
    await rig.api.setQueue({ concurrency: 1 }, "user:1");
    await consume(
      async ({ signal }) => {
        rig.now += 1000;
        await new Promise<void>((resolve) =>
          signal.addEventListener("abort", () => resolve(), { once: true }),
        );
        signal.throwIfAborted();
        return undefined;
      },
      { budgetMs: 50 },
    );
    const states = await Promise.all(ids.map((id) => rig.state(id)));
    expect(states.filter((state) => state === "done")).toEqual([]);
    expect((await rig.api.status()).states.running).toBe(0);
    for (const id of ids) expect((await rig.api.get(id))?.task.attempts).toBe(0);
  });
});
