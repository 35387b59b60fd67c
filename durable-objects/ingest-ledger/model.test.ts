/**
 * The ledger against a plain model, over random histories: no batch is lost, none is in two open groups, one
 * holder per data type, old fences change nothing, the counters agree with the rows.
 */

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { systemClock } from "../../shared/clock.ts";
import type { BatchState, FrozenGroup, GroupLimits } from "../../shared/contracts/ingest-ledger.ts";
import type { DataType } from "../../shared/contracts/platform.ts";
import { newBatch } from "../../tests/edge/ingest-ledger/ledger-fixture.ts";
import * as batches from "./batches.ts";
import * as outcome from "./group-outcome.ts";
import * as groups from "./groups.ts";
import type { LedgerContext, LedgerSettings } from "./schema.ts";

const SETTINGS: LedgerSettings = { leaseMs: 100, retry: { baseMs: 10, maxMs: 80 }, attempts: 2, lingerMs: 5 };
const LIMITS: GroupLimits = { rows: 60, bytes: 5000, batches: 4 };

interface Held {
  group: FrozenGroup;
  /** The model's belief: the holder still has the lease's fence. */
  current: boolean;
}

interface Model {
  now: number;
  /** Every batch ever registered. */
  states: Map<string, BatchState>;
  rows: Map<string, number>;
  dataTypes: Map<string, DataType>;
  /** Groups handed out, latest last. */
  held: Held[];
  /** Frozen contents seen under each group id. */
  frozen: Map<string, string[]>;
  /** Batches that are in an open group. */
  grouped: Set<string>;
  selections: Map<string, string[]>;
  inserted: number;
}

interface Real {
  context: LedgerContext;
  sql: SqlStorage;
}

/** Ends that the histories must have reached, or the test tests too little. */
const reached = { stored: 0, dead: 0, discarded: 0, replayed: 0, stale: 0, retaken: 0 };

type Step = { name: string; run(model: Model, real: Real): void };

const idsOf = (group: FrozenGroup) => group.batches.map((batch) => batch.batch_id);
const at = <T>(items: T[], index: number): T | undefined => items[index % Math.max(1, items.length)];
/** 0 is the group taken last. */
const heldAt = (model: Model, pick: number): Held | undefined => at(model.held.toReversed(), pick);

function retire(model: Model, groupId: string): void {
  for (const held of model.held) if (held.group.group_id === groupId) held.current = false;
}

const register = (id: number, rows: number, dataType: DataType): Step => ({
  name: `register(${id}, ${rows} rows, ${dataType})`,
  run(model, { context }) {
    const batchId = `b${id}`;
    const known = model.states.get(batchId);
    const batch = newBatch(batchId, { rows, received: rows, bytes: rows * 50, data_type: dataType });
    const result = batches.register(context, batch);
    expect(result.replayed).toBe(known !== undefined);
    if (known !== undefined) return expect(result.state).toBe(known);
    model.states.set(batchId, "accepted");
    model.rows.set(batchId, rows);
    model.dataTypes.set(batchId, dataType);
  },
});

const take = (holder: number): Step => ({
  name: `take(${holder})`,
  run(model, { context }) {
    const { group, wait_ms: waitMs } = groups.takeGroup(context, `h${holder}`, LIMITS);
    const waiting = [...model.states.values()].some((state) => state === "accepted" || state === "frozen");
    if (!group) {
      if (waitMs !== null) expect(waitMs).toBeGreaterThan(0);
      expect(waitMs !== null).toBe(waiting);
      return;
    }
    const ids = idsOf(group);
    const before = model.frozen.get(group.group_id);
    if (before) reached.retaken++;
    if (before) expect(ids).toEqual(before);
    model.frozen.set(group.group_id, ids);
    expect(group.selection).toEqual(model.selections.get(group.group_id) ?? null);
    for (const held of model.held) {
      // Exclusive: whoever held this data type must have lost the lease.
      if (held.current && held.group.data_type === group.data_type) {
        expect(held.group.lease_until).toBeLessThanOrEqual(model.now);
      }
      expect(group.fence).toBeGreaterThan(held.group.fence);
    }
    retire(model, group.group_id);
    for (const id of ids) {
      expect(model.dataTypes.get(id)).toBe(group.data_type);
      expect(["accepted", "frozen"]).toContain(model.states.get(id));
      model.grouped.add(id);
    }
    model.held.push({ group, current: true });
  },
});

const select = (pick: number, letter: string): Step => ({
  name: `select(${pick}, ${letter})`,
  run(model, { context }) {
    const held = heldAt(model, pick);
    if (!held) return;
    const { group_id: groupId, fence } = held.group;
    const selection = held.group.batches.map(() => letter);
    const result = outcome.saveSelection(context, groupId, fence, selection);
    expect(result.ok).toBe(held.current);
    if (!result.ok) return;
    if (!model.selections.has(groupId)) model.selections.set(groupId, selection);
    expect(result.value).toEqual(model.selections.get(groupId));
  },
});

const confirm = (pick: number): Step => ({
  name: `confirm(${pick})`,
  run(model, { context }) {
    const held = heldAt(model, pick);
    if (!held) return;
    const { group_id: groupId, fence, batches: list } = held.group;
    const counts = list.map(({ rows }) => ({
      inserted: rows,
      changed: 0,
      duplicates: 0,
      verdicts: `${rows}n`,
    }));
    if (!held.current) reached.stale++;
    const already = list.every(({ batch_id: batchId }) => model.states.get(batchId) === "stored");
    const result = outcome.confirm(context, groupId, fence, counts);
    if (held.current) expect(result.ok).toBe(true);
    // Only a repeated confirmation may be answered well; it changes nothing.
    else if (result.ok) return expect(already).toBe(true);
    if (!held.current) return;
    for (const { batch_id: batchId, rows } of list) {
      model.states.set(batchId, "stored");
      model.grouped.delete(batchId);
      model.inserted += rows;
      reached.stored++;
    }
    retire(model, groupId);
  },
});

const fail = (pick: number, kind: "unavailable" | "rejected", culprit: number | null): Step => ({
  name: `fail(${pick}, ${kind}, ${culprit})`,
  run(model, { context, sql }) {
    const held = heldAt(model, pick);
    if (!held) return;
    const { group_id: groupId, fence } = held.group;
    const ids = idsOf(held.group);
    const culprits = culprit === null ? [] : [at(ids, culprit) ?? ""];
    const result = outcome.failGroup(context, groupId, fence, "broken", kind, culprits);
    expect(result.ok).toBe(held.current);
    if (!held.current) return;
    retire(model, groupId);
    if (kind === "unavailable") return;
    for (const id of ids) {
      const { state, attempts } = sql
        .exec<{ state: BatchState; attempts: number }>(
          "SELECT state, attempts FROM batches WHERE batch_id = ?",
          id,
        )
        .one();
      expect(state).toBe(attempts >= SETTINGS.attempts ? "dead" : "frozen");
      if (state === "dead") {
        model.grouped.delete(id);
        reached.dead++;
      }
      model.states.set(id, state);
    }
  },
});

/** ClickHouse refuses whatever it is given, several times in a row. */
const refuse = (times: number): Step => ({
  name: `refuse(${times})`,
  run(model, real) {
    for (let round = 0; round < times; round++) {
      const before = model.held.length;
      take(9).run(model, real);
      if (model.held.length > before) fail(0, "rejected", null).run(model, real);
      else model.now += SETTINGS.retry.maxMs;
    }
  },
});

const renew = (pick: number): Step => ({
  name: `renew(${pick})`,
  run(model, { context }) {
    const held = heldAt(model, pick);
    if (!held) return;
    const result = groups.renewGroup(context, held.group.group_id, held.group.fence);
    expect(result.ok).toBe(held.current);
    if (result.ok) held.group.lease_until = result.value.lease_until;
  },
});

const pass = (ms: number): Step => ({
  name: `pass(${ms})`,
  run(model) {
    model.now += ms;
  },
});

const resolveDead = (pick: number, keep: boolean): Step => ({
  name: `${keep ? "replay" : "discard"}(${pick})`,
  run(model, { context }) {
    const letters = [...model.states].filter(([, state]) => state === "dead").map(([id]) => id);
    const batchId = at(letters, pick) ?? `b${pick}`;
    const dead = letters.includes(batchId);
    if (keep) expect(batches.replayDead(context, [batchId])).toBe(dead ? 1 : 0);
    else expect(batches.discardDead(context, [batchId])).toHaveLength(dead ? 1 : 0);
    if (!dead) return;
    model.states.set(batchId, keep ? "frozen" : "discarded");
    if (keep) model.grouped.add(batchId);
    reached[keep ? "replayed" : "discarded"]++;
  },
});

function checkBooks(model: Model, { context, sql }: Real): void {
  const rows = sql
    .exec<{ batch_id: string; state: BatchState }>("SELECT batch_id, state FROM batches")
    .toArray();
  expect(new Map(rows.map((row) => [row.batch_id, row.state]))).toEqual(model.states);
  const open = sql.exec<groups.GroupRow>("SELECT * FROM groups WHERE state = 'open'").toArray();
  const contents = open.map((group) => groups.batchesOf(sql, group).map((batch) => batch.batch_id));
  expect(contents.every((ids) => ids.length > 0)).toBe(true);
  // No batch is in two open groups, and every frozen one is in one.
  expect(contents.flat().sort()).toEqual([...model.grouped].sort());
  for (const { batch_id: id, state } of rows) if (state === "frozen") expect(model.grouped).toContain(id);
  open.forEach((group, index) => {
    const before = model.frozen.get(group.group_id);
    if (before) expect(contents[index]).toEqual(before);
  });
  const leased = sql
    .exec<{ n: number }>(
      "SELECT count(*) AS n FROM groups WHERE state = 'open' AND lease_until > ? GROUP BY data_type",
      model.now,
    )
    .toArray();
  expect(leased.every(({ n }) => n === 1)).toBe(true);
  const status = batches.status(context);
  const count = (...states: BatchState[]) => rows.filter((row) => states.includes(row.state)).length;
  expect(status.waiting_batches).toBe(count("accepted", "frozen"));
  expect(status.dead_batches).toBe(count("dead"));
  expect(status.waiting_rows).toBe(
    rows
      .filter((row) => row.state === "accepted" || row.state === "frozen")
      .reduce((sum, row) => sum + (model.rows.get(row.batch_id) ?? 0), 0),
  );
  expect(status.by_platform.boss?.inserted ?? 0).toBe(model.inserted);
  expect(groups.nextDueAt(context) !== null).toBe(status.waiting_batches > 0);
}

/** Whatever happened, a consumer that goes on brings every batch to its end. */
function drain(model: Model, real: Real): void {
  for (let round = 0; round < 500; round++) {
    const { group, wait_ms: waitMs } = groups.takeGroup(real.context, "last", LIMITS);
    if (group) {
      const counts = group.batches.map(({ rows }) => ({
        inserted: rows,
        changed: 0,
        duplicates: 0,
        verdicts: `${rows}n`,
      }));
      expect(outcome.confirm(real.context, group.group_id, group.fence, counts).ok).toBe(true);
      for (const id of idsOf(group)) {
        model.states.set(id, "stored");
        model.grouped.delete(id);
        model.inserted += model.rows.get(id) ?? 0;
      }
    } else if (waitMs === null) return;
    else model.now += waitMs;
  }
  throw new Error("the ledger never drained");
}

const small = fc.nat(3);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat(11), fc.integer({ min: 1, max: 70 }), fc.constantFrom<DataType>("job", "job", "company"))
      .map((args) => register(...args)),
  },
  { weight: 4, arbitrary: small.map(take) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 120 }).map(pass) },
  { weight: 2, arbitrary: fc.tuple(small, fc.constantFrom("n", "u")).map((args) => select(...args)) },
  { weight: 6, arbitrary: small.map(confirm) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(small, fc.constantFrom("unavailable" as const, "rejected" as const), fc.option(fc.nat(3)))
      .map((args) => fail(...args)),
  },
  { weight: 3, arbitrary: fc.integer({ min: 2, max: 12 }).map(refuse) },
  { weight: 1, arbitrary: small.map(renew) },
  { weight: 4, arbitrary: fc.tuple(small, fc.boolean()).map((args) => resolveDead(...args)) },
);

test("agrees with the model over any history", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 60 }), async (history) => {
      const stub = env.INGEST_LEDGER.get(env.INGEST_LEDGER.newUniqueId());
      await runInDurableObject(stub, (_object, state) => {
        const model: Model = {
          now: 1_000_000,
          states: new Map(),
          rows: new Map(),
          dataTypes: new Map(),
          held: [],
          frozen: new Map(),
          grouped: new Set(),
          selections: new Map(),
          inserted: 0,
        };
        const real: Real = {
          sql: state.storage.sql,
          context: {
            sql: state.storage.sql,
            atomically: (work) => state.storage.transactionSync(work),
            now: () => model.now,
            random: systemClock.random,
            newId: systemClock.uuid,
            settings: () => SETTINGS,
          },
        };
        for (const step of history) {
          step.run(model, real);
          checkBooks(model, real);
        }
        drain(model, real);
        checkBooks(model, real);
      });
    }),
    { numRuns: 150 },
  );
  for (const [end, times] of Object.entries(reached)) expect(times, end).toBeGreaterThan(0);
});
