/**
 * Known faults of the product, put in at run time to test the simulation: each must be found. No product code knows of
 * them.
 */
import { AlarmTimer } from "../../durable-objects/base/alarm-timer.ts";
import { IngestLedger } from "../../durable-objects/ingest-ledger/object.ts";
import { CoverageExports } from "../../durable-objects/keyword-ledger/coverage-export.ts";
import { Parts } from "../../durable-objects/keyword-ledger/parts.ts";
import type { WorkItem } from "../../durable-objects/lease-engine/types.ts";
import { WorkCounts } from "../../durable-objects/lease-engine/work-counts.ts";
import { WorkTable } from "../../durable-objects/lease-engine/work-table.ts";
import { Lock } from "../../durable-objects/lock/object.ts";
import { PlatformGate } from "../../durable-objects/platform-gate/object.ts";
import { SeenIndex } from "../../durable-objects/seen-index/object.ts";
import { Batches } from "../../durable-objects/task-ledger/batches.ts";
import { Lookup } from "../../durable-objects/task-ledger/lookups.ts";
import { OtherQueues } from "../../durable-objects/task-ledger/other-queues.ts";
import { TasksTable } from "../../durable-objects/task-ledger/tasks-table.ts";
import { Waits } from "../../durable-objects/task-ledger/waits.ts";
import { Watchers } from "../../durable-objects/task-ledger/watchers.ts";
import type { ConfirmedBatch, RegisterResult } from "../../shared/contracts/ingest-ledger.ts";
import type { MetNotice } from "../../shared/contracts/task-ledger.ts";
import { BULK_FAULTS } from "./bulk-faults.ts";
import { type Fault, replace, rewrite } from "./replace.ts";

export const FAULTS: readonly Fault[] = [
  {
    name: "the fence is not checked",
    breaks: "no write with an old fence is accepted",
    parts: ["keywords", "machines"],
    inject: () =>
      replace(WorkTable, "check", (table, args, real) => {
        const item = table.find(args[0]);
        return item && item.phase !== "gone" ? { ok: true, value: item } : real(...args);
      }),
  },
  {
    name: "a lease past its end still writes",
    breaks: "no write with an old fence is accepted",
    parts: ["keywords", "machines"],
    inject: () =>
      replace(WorkTable, "check", (table, args, real) => {
        const item = table.find(args[0]);
        return item?.phase === "running" && item.fence === args[1]
          ? { ok: true, value: item }
          : real(...args);
      }),
  },
  {
    name: "the end of a lease keeps its fence",
    breaks: "the end of a lease ends its fence",
    parts: ["keywords", "machines"],
    inject: () => rewrite("fence = fence + (phase = 'running')", "fence = fence"),
  },
  {
    name: "work is handed out twice",
    breaks: "no two leases have one fence",
    parts: ["keywords", "machines"],
    inject: ({ world }) =>
      replace(WorkTable, "lease", (table, args, real) => {
        const leased = real(...args) as WorkItem[];
        const [, limit] = args as unknown as [string, number];
        if (leased.length >= limit || !world.chance.happens(0.1)) return leased;
        const running = table.due(Number.MAX_SAFE_INTEGER, 100).find(({ phase }) => phase === "running");
        return running ? [...leased, running] : leased;
      }),
  },
  {
    name: "the checkpoint moves before the rows are durable",
    breaks: "a checkpoint moves only past durable rows",
    parts: ["keywords", "machines"],
    inject({ seams, world }) {
      const real = seams.register;
      seams.register = async (batch) => {
        world.plan(5000, "the rows are stored late", () => void real(batch).catch(() => {}));
        const answer: RegisterResult = { replayed: false, state: "accepted", spool_key: batch.spool_key };
        return answer;
      };
      return () => {};
    },
  },
  {
    name: "the checkpoint is not stored with the page",
    breaks: "no page is counted twice",
    parts: ["keywords", "machines"],
    inject: ({ world }) =>
      replace(Parts, "save", (_, args, real) => (world.chance.happens(0.05) ? undefined : real(...args))),
  },
  {
    name: "the alarm is not armed again",
    breaks: "a timer has an alarm",
    parts: ["keywords", "tasks", "machines"],
    inject: ({ world }) =>
      replace(AlarmTimer, "arm", async (_, args, real) =>
        world.chance.happens(0.02) ? undefined : real(...args),
      ),
  },
  {
    name: "a lost wake-up is never missed",
    breaks: "the deadline of work at hand is near",
    parts: ["keywords", "machines"],
    inject: () =>
      replace(WorkTable, "fill", (table, args, real) => {
        const { settings } = table;
        table.settings = { ...settings, queuedMs: 1e12 };
        try {
          return real(...args);
        } finally {
          table.settings = settings;
        }
      }),
  },
  {
    name: "a counter drifts",
    breaks: "counters equal a recount",
    parts: ["tasks", "machines"],
    inject: ({ world }) =>
      replace(WorkCounts, "move", (_, [from, to], real) => {
        // The count of ended work drifts: were it that of ready work, the work itself would be missed first.
        const drifts = (to as { phase: string } | null)?.phase === "resting" && world.chance.happens(0.03);
        return real(from, drifts ? null : to);
      }),
  },
  {
    name: "a receipt is lost",
    breaks: "receipts tell of every row",
    parts: ["keywords", "machines"],
    inject: ({ world }) =>
      replace(IngestLedger, "confirm", (_, [group, fence, counts, push], real) => {
        const told = counts as ConfirmedBatch[];
        const lost = world.chance.happens(0.1) ? told.map((one) => ({ ...one, inserted: 0 })) : told;
        return real(group, fence, lost, push);
      }),
  },
  {
    name: "the selection of a group is not frozen",
    breaks: "a token of an insert stands for one content",
    parts: ["keywords", "machines"],
    inject: () =>
      replace(IngestLedger, "saveSelection", async (ledger, [group, fence, selection]) => {
        const held = await ledger.renewGroup(group, fence);
        return held.ok ? { ok: true, value: selection } : held;
      }),
  },
  {
    name: "the seen index forgets what was stored",
    breaks: "each accepted row is stored once",
    parts: ["keywords", "machines"],
    inject: ({ world }) =>
      replace(SeenIndex, "mark", async (_, args, real) =>
        world.chance.happens(0.2) ? undefined : real(...args),
      ),
  },
  {
    name: "a task does not wait for the one before it",
    breaks: "no task runs before those that it waits for",
    parts: ["tasks", "machines"],
    inject() {
      const mends = [
        replace(TasksTable, "insert", (_, [row], real) => real({ ...(row as object), open_deps: 0 })),
        replace(Waits, "add", () => undefined),
      ];
      return () => {
        for (const mend of mends) mend();
      };
    },
  },
  {
    name: "a notice to another queue is deleted before it is answered",
    breaks: "who waits in another queue will be told",
    parts: ["tasks", "machines"],
    inject: () =>
      replace(Watchers, "noticesTo", (watchers, [queue, limit], real) => {
        const notices = real(queue, limit) as MetNotice[];
        watchers.told(queue, notices);
        return notices;
      }),
  },
  {
    name: "what another queue says while a task is created is forgotten",
    breaks: "who waits in another queue will be told",
    parts: ["tasks", "machines"],
    inject: () => replace(Lookup, "met", () => undefined),
  },
  {
    name: "a task that another queue waits for is deleted with age",
    breaks: "what is watched is there and open",
    parts: ["tasks", "machines"],
    inject: () => rewrite("AND NOT EXISTS (SELECT 1 FROM watchers WHERE on_id = tasks.id)", ""),
  },
  {
    name: "nobody asks whether a task is still waited for",
    breaks: "nobody watches for nobody",
    parts: ["tasks", "machines"],
    inject: () => replace(OtherQueues, "dropUnneeded", async () => undefined),
  },
  {
    name: "two tasks of an order key run at once",
    breaks: "one task of an order key at a time",
    parts: ["tasks", "machines"],
    inject: () => rewrite("ORDER BY order_seq LIMIT 1", "ORDER BY order_seq DESC LIMIT 1"),
  },
  {
    name: "a batch counts an end twice",
    breaks: "counters equal a recount",
    parts: ["tasks", "machines"],
    inject: ({ world }) =>
      replace(Batches, "count", (_, args, real) => {
        if (world.chance.happens(0.1)) real(...args);
        return real(...args);
      }),
  },
  {
    name: "a lock has two holders",
    breaks: "a lock has one holder",
    parts: ["tasks", "schedules", "machines"],
    inject: ({ world }) =>
      replace(Lock, "acquire", (lock, args, real) => {
        if (world.chance.happens(0.2)) lock.lock.owner = null;
        return real(...args);
      }),
  },
  {
    name: "slots that nobody ran get no answer",
    breaks: "each slot has one answer",
    parts: ["tasks", "schedules", "machines"],
    inject({ seams }) {
      seams.answers = (wanted) =>
        wanted.length > 1 ? wanted.filter(({ status }) => status !== "missed") : wanted;
      return () => {};
    },
  },
  {
    name: "the gate forgets its permits when it is evicted",
    breaks: "requests keep the platform's pace",
    parts: ["keywords", "machines"],
    inject: () => replace(PlatformGate, "persist", async () => undefined),
  },
  {
    name: "a proxy is leased to two nodes",
    breaks: "no two live leases on a resource",
    parts: ["keywords", "nodes", "machines"],
    inject: () => rewrite("AND ready_at <= ?2 ORDER BY", "AND (ready_at <= ?2 OR true) ORDER BY"),
  },
  {
    name: "a run that ends is dated back",
    breaks: "the coverage of every run is exported",
    parts: ["keywords", "machines"],
    inject: ({ world }) =>
      replace(CoverageExports, "endOfRun", (_, [now]) => (now as number) - world.chance.below(3_600_000)),
  },
  ...BULK_FAULTS,
];
