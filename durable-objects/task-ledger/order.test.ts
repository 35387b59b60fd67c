/** Which task goes first: the window and the priorities of a queue, dependencies, order keys. */
import { beforeEach, describe, expect, test } from "vitest";
import { CREATOR, EVERYTHING, failure, good, newTask, TaskRig } from "../../tests/edge/task-ledger/rig.ts";

let rig: TaskRig;
beforeEach(async () => {
  rig = await TaskRig.start();
});

describe("a queue", () => {
  test("runs at most its window, and all of it after a change", async () => {
    await rig.api.setQueue({ concurrency: 2 }, "user:1");
    await rig.api.create(
      Array.from({ length: 5 }, () => newTask()),
      CREATOR,
    );
    expect(await rig.claim(10)).toHaveLength(2);
    await rig.evict();
    expect(await rig.claim(10)).toHaveLength(0);
    await rig.api.setQueue({ concurrency: 4 }, "user:1");
    expect(await rig.claim(10)).toHaveLength(2);
  });

  test("that is paused starts nothing, loses nothing, and goes on", async () => {
    const ids = [await rig.create(), await rig.create()].sort();
    const claim = await rig.claimOne();
    await rig.api.setQueue({ paused: true }, "user:1");
    await rig.evict();
    expect(await rig.claim(5)).toEqual([]);
    expect(await rig.api.why(ids[1] as string, EVERYTHING)).toMatchObject({
      blocker: "queue-paused",
      position: 0,
    });
    expect(await rig.end(claim)).toBe("done");
    const sends = rig.sends;
    rig.now += 1;
    await rig.create();
    expect(rig.sends).toBe(sends);
    await rig.api.setQueue({ paused: false }, "user:1");
    expect(rig.sends).toBe(sends + 1);
    expect((await rig.claim(5)).map(({ id }) => id)[0]).toBe(ids[1]);
  });

  test("picks by priority, and in the order of creation", async () => {
    const low = await rig.create({ priority: 0 });
    const [a, b] = [await rig.create({ priority: 8 }), await rig.create({ priority: 8 })];
    await rig.api.setQueue({ concurrency: 1 }, "user:1");
    const order: string[] = [];
    for (let n = 0; n < 3; n++) {
      const claim = await rig.claimOne();
      order.push(claim.id);
      await rig.end(claim);
    }
    expect(order).toEqual([...[a, b].sort(), low]);
  });
});

describe("dependencies and order", () => {
  test("a task waits until all are done or skipped, and says for which", async () => {
    const [a, b] = [await rig.create(), await rig.create()];
    const id = await rig.create({ depends_on: [a, b] });
    expect(await rig.state(id)).toBe("blocked");
    const [first, second] = await rig.claim(5);
    await rig.end(first as never);
    expect(await rig.api.why(id, EVERYTHING)).toMatchObject({
      blocker: "dependency",
      waits_for: [second?.id],
    });
    expect(await rig.end(second as never, failure("blocked"))).toBe("failed");
    expect(await rig.api.why(id, EVERYTHING)).toMatchObject({
      blocker: "dependency-failed",
      waits_for: [second?.id],
    });
    good(await rig.api.recover(second?.id as string, "SKIP", "user:1"));
    expect(await rig.state(id)).toBe("queued");
    const met = await rig.create({ depends_on: [a] });
    expect(await rig.state(met)).toBe("queued");
    const [unknown] = await rig.api.create([newTask({ depends_on: [met.replace(/^./, "f")] })], CREATOR);
    expect(unknown).toMatchObject({ ok: false, code: "not_found" });
  });

  test("many that wait for one are released in steps, and none is left", async () => {
    const first = await rig.create();
    for (let n = 0; n < 3; n++)
      await rig.api.create(
        Array.from({ length: 400 }, () => newTask({ depends_on: [first] })),
        CREATOR,
      );
    await rig.end(await rig.claimOne());
    expect((await rig.api.status()).states.blocked).toBe(700);
    rig.now += 1;
    await rig.alarm();
    rig.now += 1;
    await rig.alarm();
    expect((await rig.api.status()).states.blocked).toBe(0);
  });

  test("at most one task of an order key runs, oldest first; a failed one lets the next go", async () => {
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push(await rig.create({ order_key: "o", priority: n === 2 ? 10 : 0 }));
    const first = await rig.claimOne();
    expect(first.id).toBe(ids[0]);
    expect(await rig.claim(5)).toEqual([]);
    expect(await rig.api.why(ids[2] as string, EVERYTHING)).toMatchObject({
      blocker: "order",
      waits_for: [ids[0]],
    });
    expect(await rig.end(first, failure("not-found"))).toBe("failed");
    const second = await rig.claimOne();
    expect(second.id).toBe(ids[1]);
    // Brought back it stands at the end of the line.
    good(await rig.api.recover(ids[0] as string, "RETRY", "user:1"));
    expect(await rig.state(ids[0] as string)).toBe("blocked");
    await rig.end(second);
    expect((await rig.claimOne()).id).toBe(ids[2]);
  });
});
