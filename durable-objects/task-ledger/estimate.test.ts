/** The estimate of a start, in a seeded run: within 30 % for 80 % of the tasks. */
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import type { TaskClaim } from "../../shared/contracts/task-ledger.ts";
import { CREATOR, EVERYTHING, newTask, TaskRig } from "../../tests/edge/task-ledger/rig.ts";

const LANES = 4;
const MEAN_MS = 8000;

test("estimates of starts come true", async () => {
  const rig = await TaskRig.start(42);
  const errors = await runInDurableObject(rig.stub, async (ledger) => {
    ledger.engine.work.settings = { ...ledger.engine.work.settings, window: LANES };
    for (let n = 0; n < 400; n += 100) {
      await ledger.create(
        Array.from({ length: 100 }, () => newTask({ timeout_s: 86_400 })),
        CREATOR,
      );
    }
    const startsAt = new Map<string, number>();
    const told = new Map<string, { at: number; starts: number }>();
    const running: { claim: TaskClaim; until: number }[] = [];
    for (let started = 0; started < 300; ) {
      running.sort((a, b) => a.until - b.until);
      const first = running.length === LANES ? running.shift() : undefined;
      if (first) rig.now = Math.max(rig.now, first.until);
      const ends = first
        ? [{ id: first.claim.id, fence: first.claim.fence, end: { kind: "done" as const, result: null } }]
        : [];
      const { claims } = await ledger.next("edge:x", ends, LANES - running.length);
      for (const claim of claims) {
        startsAt.set(claim.id, rig.now);
        // Exponential times of service: as uneven as work usually gets.
        running.push({ claim, until: rig.now - Math.log(1 - rig.random()) * MEAN_MS });
        started++;
      }
      if (started !== 60 && started !== 120) continue;
      for (const { id } of await ledger.list({ state: "waiting" }, 400)) {
        const starts = (await ledger.why(id, EVERYTHING))?.starts_at;
        if (starts && !told.has(id)) told.set(id, { at: rig.now, starts });
      }
    }
    return [...told].flatMap(([id, { at, starts }]) => {
      const real = startsAt.get(id);
      return real === undefined ? [] : [Math.abs(starts - real) / (real - at)];
    });
  });
  expect(errors.length).toBeGreaterThan(150);
  const close = errors.filter((error) => error <= 0.3).length / errors.length;
  expect(close).toBeGreaterThanOrEqual(0.8);
});
