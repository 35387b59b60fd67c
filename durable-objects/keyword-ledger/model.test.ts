import { reset, runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { KeywordAction } from "../../shared/contracts/keyword.ts";
import type { Settlement } from "../../shared/contracts/keyword-ledger.ts";
import { KEYWORD_ACTIONS } from "../../shared/contracts/vocabulary.ts";
import { Model } from "../../tests/edge/keyword-ledger/model.ts";
import { expectSound, page, Rig } from "../../tests/edge/keyword-ledger/rig.ts";

/** A lease some holder believes to have; the model knows which ones still hold. */
interface Grant {
  id: string;
  fence: number;
  runId: string;
}

interface World {
  rig: Rig;
  grants: Grant[];
  /** Checkpoints seen, by run. */
  checkpoints: Map<string, number>;
  fences: Map<string, number>;
  /** Pages saved, of all runs there ever were. */
  savedPages: number;
}

type Command = fc.AsyncCommand<Model, World>;

const pick = <T>(list: T[], which: number): T | undefined => list.at(-1 - (which % (list.length || 1)));

/** Compares everything after a command: the model's items with the real rows, and what must always hold. */
async function agree(model: Model, world: World): Promise<void> {
  const { rig, checkpoints, fences } = world;
  const { rows, runs } = await runInDurableObject(rig.stub, (_, { storage: { sql } }) => ({
    rows: sql
      .exec<{ id: string; fence: number }>(
        `SELECT id, state, phase, priority, due_at AS dueAt, timer_at AS timerAt, fence, attempts
         FROM work ORDER BY id`,
      )
      .toArray(),
    runs: sql
      .exec<{ id: string; run_id: string; page: number; pages: number }>(
        `SELECT r.keyword_id AS id, r.run_id, r.pages, p.page FROM runs r JOIN parts p
           ON p.keyword_id = r.keyword_id AND p.part = 0`,
      )
      .toArray(),
  }));
  const expected = [...model.items.values()]
    .map(({ id, state, phase, priority, dueAt, timerAt, fence, attempts }) => {
      return { id, state, phase, priority, dueAt, timerAt, fence, attempts };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(rows, "no keyword lost, each where it belongs").toEqual(expected);
  expect(rig.sends, "wake-ups sent").toBe(model.sends);
  for (const { id, fence } of rows) {
    expect(fence, "a fence only grows").toBeGreaterThanOrEqual(fences.get(id) ?? 0);
    fences.set(id, fence);
  }
  for (const run of runs) {
    expect(run.page, "a checkpoint never goes back").toBeGreaterThanOrEqual(checkpoints.get(run.run_id) ?? 0);
    checkpoints.set(run.run_id, run.page);
    expect(run.pages, "no page counted twice").toBe(run.page);
    expect(run.page).toBe(model.items.get(run.id)?.run?.page);
  }
  expect((await rig.api.stats()).pages, "every page is counted once").toBe(world.savedPages);
  await expectSound(rig);
}

const command = (name: string, run: (model: Model, world: World) => Promise<void>): Command => ({
  check: () => true,
  run: async (model, world) => {
    await run(model, world);
    await agree(model, world);
  },
  toString: () => name,
});

let made = 0;
const create = (count: number, priority: number) =>
  command(`create ${count} at ${priority}`, async (model, { rig }) => {
    const items = Array.from({ length: count }, () => {
      made += 1;
      return { platform: "qcwy", keyword: `k${made}`, city: "北京", channel: "web", priority } as const;
    });
    const results = await rig.api.create(items, "model");
    model.commit(rig.now, () => {
      for (const { id } of results) model.add(id, priority, rig.now);
    });
  });

const dispatch = () =>
  command("dispatch", async (model, { rig }) => {
    await rig.api.dispatch();
    model.commit(rig.now, () => undefined);
  });

const claim = (limit: number) =>
  command(`claim ${limit}`, async (model, { rig, grants }) => {
    const claims = await rig.api.claim("lane", limit);
    model.commit(rig.now, () => {
      const expected = model.claim(limit, rig.now);
      expect(
        claims.map(({ keyword_id: keywordId, fence, parts, recrawl }) => [
          keywordId,
          fence,
          parts[0]?.page,
          recrawl,
        ]),
      ).toEqual(expected.map(({ id, fence, run, finishedRuns }) => [id, fence, run?.page, finishedRuns > 0]));
    });
    grants.push(
      ...claims.map(({ keyword_id: keywordId, fence, run_id: runId }) => ({ id: keywordId, fence, runId })),
    );
  });

const save = (which: number, again: number, count: number) =>
  command(`save ${which}: ${again} again, ${count} new`, async (model, world) => {
    const { rig, grants, checkpoints } = world;
    const grant = pick(grants, which);
    if (!grant) return;
    const from = Math.max(0, (checkpoints.get(grant.runId) ?? 0) - again);
    const upTo = (checkpoints.get(grant.runId) ?? 0) + count;
    const pages = Array.from({ length: upTo - from }, (_, index) => page(from + index + 1));
    const held = model.holds(grant.id, grant.fence, rig.now);
    const answer = await rig.api.saveProgress(grant.id, grant.fence, pages);
    expect(answer.ok, "one live lease").toBe(held !== null);
    if (held) model.save(held, upTo, rig.now);
    if (held) world.savedPages += count;
  });

const settle = (which: number, settlement: (now: number) => Settlement) =>
  command(`settle ${which} ${JSON.stringify(settlement(0))}`, async (model, world) => {
    const { rig, grants, checkpoints } = world;
    const grant = pick(grants, which);
    if (!grant) return;
    // Only work whose last page is saved is done.
    if (settlement(0).kind === "done") {
      const last = (checkpoints.get(grant.runId) ?? 0) + 1;
      const saved = await rig.api.saveProgress(grant.id, grant.fence, [page(last, { last: true })]);
      const holder = model.holds(grant.id, grant.fence, rig.now);
      expect(saved.ok, "one live lease").toBe(holder !== null);
      if (holder) model.save(holder, last, rig.now);
      if (holder) world.savedPages++;
    }
    const answer = await rig.api.settle(grant.id, grant.fence, settlement(rig.now));
    model.commit(rig.now, () => {
      const held = model.holds(grant.id, grant.fence, rig.now);
      expect(answer.ok, "one live lease").toBe(held !== null);
      if (held) model.settle(held, settlement(rig.now), rig.now);
    });
  });

const act = (which: number, action: KeywordAction) =>
  command(`${action} ${which}`, async (model, { rig }) => {
    const item = pick([...model.items.values()], which);
    if (!item) return;
    const answer = await rig.api.act(item.id, action, "model");
    model.commit(rig.now, () => {
      const possible = model.act(item, action, rig.now);
      expect(answer.ok).toBe(possible);
      if (!answer.ok) expect(answer.code).toBe("invalid_state");
    });
  });

const resumeHeld = () =>
  command("wake held", async (model, { rig }) => {
    await rig.api.resumeHeld();
    model.endHolds(rig.now);
    model.commit(rig.now, () => undefined);
  });

const pass = (ms: number) =>
  command(`pass ${ms}`, async (model, { rig }) => {
    rig.now += ms;
    if (await rig.alarm()) model.commit(rig.now, () => undefined);
  });

/** Time goes by, but the alarm is late: the next call must do its work. */
const passUnnoticed = (ms: number): Command => ({
  check: () => true,
  run: async (_model, { rig }) => {
    rig.now += ms;
  },
  toString: () => `pass ${ms} unnoticed`,
});

const evict = () =>
  command("evict", async (model, { rig }) => {
    await rig.evict();
    model.evict();
  });

const queue = (fails: boolean) =>
  command(fails ? "queue down" : "queue up", async (model, { rig }) => {
    rig.sendFails = fails;
    model.sendFails = fails;
  });

/** Counted from the newest: mostly a grant that may still hold, at times a very old one. */
const which = fc.oneof({ arbitrary: fc.nat(2), weight: 3 }, { arbitrary: fc.nat(30), weight: 1 });
const settlement = fc.constantFrom<(now: number) => Settlement>(
  () => ({ kind: "done", outcome: "ok" }),
  () => ({ kind: "retry", outcome: "server", error: "HTTP 502" }),
  () => ({ kind: "park", state: "blocked", outcome: "blocked", error: "code 37" }),
  (now) => ({ kind: "yield", reason: "stop", resume_at: now }),
  (now) => ({ kind: "yield", reason: "pace", resume_at: now + 20_000 }),
  (now) => ({ kind: "yield", reason: "breaker", resume_at: now + 600_000 }),
);
const commands = [
  fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom(0, 5, 10))
    .map(([count, priority]) => create(count, priority)),
  fc.constant(dispatch()),
  fc.integer({ min: 1, max: 4 }).map(claim),
  fc.integer({ min: 1, max: 4 }).map(claim),
  fc.tuple(which, fc.nat(2), fc.integer({ min: 1, max: 3 })).map((args) => save(...args)),
  fc.tuple(which, fc.nat(2), fc.integer({ min: 1, max: 3 })).map((args) => save(...args)),
  fc.tuple(which, settlement).map((args) => settle(...args)),
  fc.tuple(which, settlement).map((args) => settle(...args)),
  fc.tuple(which, fc.constantFrom(...KEYWORD_ACTIONS)).map((args) => act(...args)),
  fc.constantFrom(1, 5000, 20_000, 60_000, 600_000, 86_400_000).map(pass),
  fc.constantFrom(1000, 60_000).map(passUnnoticed),
  fc.constant(resumeHeld()),
  fc.constant(evict()),
  fc.boolean().map(queue),
];

test("whatever happens, in whatever order: nothing is lost, nothing runs twice, nothing waits for ever", async () => {
  // Wake-ups that fail are logged, and here they fail by the hundred.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await fc.assert(
    fc
      .asyncProperty(fc.commands(commands, { maxCommands: 60, size: "max" }), async (steps) => {
        const rig = await Rig.start();
        const setup = () => {
          const world: World = { rig, grants: [], checkpoints: new Map(), fences: new Map(), savedPages: 0 };
          return { model: new Model(rig.settings), real: world };
        };
        await fc.asyncModelRun(setup, steps);
      })
      .afterEach(() => reset()),
    { numRuns: 25 },
  );
});
