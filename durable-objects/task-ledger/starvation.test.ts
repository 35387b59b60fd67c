/** A flood of urgent work delays a LOW task by a bounded number of starts; docs/tasks.md prints the bound. */

import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { MINUTE_MS } from "../../shared/time.ts";
import { CREATOR, EVERYTHING, newTask, TaskRig } from "../../tests/edge/task-ledger/rig.ts";
import { TASK_RULES } from "./settings.ts";

/** Each of four priorities has a start among so many. */
const BOUND = (TASK_RULES.fairEvery ?? 0) * 4;

/** Starts until the task starts, itself included; every started task ends at once. */
async function startsUntil(rig: TaskRig, id: string, atMost: number): Promise<number> {
  return runInDurableObject(rig.stub, async (ledger) => {
    let ends: { id: string; fence: number; end: { kind: "done"; result: null } }[] = [];
    for (let starts = 1; starts <= atMost; starts++) {
      rig.now += 1000;
      const [claim] = (await ledger.next("edge:x", ends, 1)).claims;
      if (!claim) return -1;
      if (claim.id === id) return starts;
      ends = [{ id: claim.id, fence: claim.fence, end: { kind: "done", result: null } }];
    }
    return Number.POSITIVE_INFINITY;
  });
}

const flood = (rig: TaskRig, count: number, priorities: readonly (0 | 5 | 8 | 10)[]) =>
  runInDurableObject(rig.stub, async (ledger) => {
    for (let made = 0; made < count; made += 500)
      await ledger.create(
        Array.from({ length: 500 }, (_, n) => newTask({ priority: priorities[n % priorities.length] as 0 })),
        CREATOR,
      );
  });

test("under 10,000 URGENT tasks that were there before it, a LOW one starts within the bound", async () => {
  const rig = await TaskRig.start();
  await flood(rig, 10_000, [10]);
  // The first start after loading is a fair one: it must not be the one that is tested.
  expect(await startsUntil(rig, "", 20)).toBe(Number.POSITIVE_INFINITY);
  const low = await rig.create({ priority: 0 });
  const window = (await rig.api.status()).concurrency;
  expect(await startsUntil(rig, low, 1000)).toBeLessThanOrEqual(BOUND + window);
});

test("also where all priorities are flooded, for the first of its priority", async () => {
  const rig = await TaskRig.start();
  const low = await rig.create({ priority: 0 });
  await flood(rig, 1500, [5, 8, 10]);
  await runInDurableObject(rig.stub, (ledger) => {
    // A loaded object that has served the lowest priority just before.
    ledger.engine.work.settings = { ...ledger.engine.work.settings, window: 4 };
  });
  expect(await startsUntil(rig, low, 1000)).toBeLessThanOrEqual(BOUND + 4);
});

test("what became due ten minutes later waits behind it", async () => {
  const rig = await TaskRig.start();
  await rig.api.setQueue({ concurrency: 1 }, "user:1");
  await rig.create({ priority: 10 });
  await startsUntil(rig, "", 1);
  const low = await rig.create({ priority: 0 });
  rig.now += 10 * MINUTE_MS + 1;
  for (let n = 0; n < 3; n++) await rig.create({ priority: 10 });
  expect((await rig.api.why(low, EVERYTHING))?.position).toBe(0);
});
