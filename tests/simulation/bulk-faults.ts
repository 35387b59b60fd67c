/** Known faults of bulk actions and of the live feed. */
import { BulkAction } from "../../durable-objects/bulk-action/object.ts";
import { Pages } from "../../durable-objects/bulk-action/pages.ts";
import { type ActionRow, ActionTable } from "../../durable-objects/bulk-action/row.ts";
import { Timeline } from "../../durable-objects/keyword-ledger/timeline.ts";
import { LiveFeed } from "../../durable-objects/live-feed/object.ts";
import { TasksTable } from "../../durable-objects/task-ledger/tasks-table.ts";
import type { BulkReport } from "../../shared/contracts/bulk.ts";
import type { PartName } from "./build.ts";
import { type Fault, replace } from "./replace.ts";

const BULK: readonly PartName[] = ["tasks", "bulk", "machines"];
const LIVE: readonly PartName[] = ["tasks", "bulk", "live", "machines"];

export const BULK_FAULTS: readonly Fault[] = [
  {
    name: "a ledger forgets the bulk action that it has seen",
    breaks: "each record is acted on once",
    parts: BULK,
    inject() {
      const mends = [
        replace(TasksTable, "wasActedOnBy", () => false),
        replace(Timeline, "hasEntryOf", () => false),
      ];
      return () => {
        for (const mend of mends) mend();
      };
    },
  },
  {
    name: "a late report of a bulk action counts",
    breaks: "no write with an old fence is accepted",
    parts: BULK,
    inject: () =>
      replace(BulkAction, "next", (action, [report, more], real) => {
        const { ctx } = action as unknown as { ctx: DurableObjectState };
        const [row] = ctx.storage.sql.exec<{ fence: number }>("SELECT fence FROM bulk_action").toArray();
        return real(report && { ...(report as BulkReport), fence: row?.fence }, more);
      }),
  },
  {
    name: "an abort is not kept",
    breaks: "after an abort nothing more begins",
    parts: BULK,
    inject: () => replace(BulkAction, "abort", (action) => action.status()),
  },
  {
    name: "the results of a bulk action's step are lost",
    breaks: "counters equal a recount",
    parts: BULK,
    inject: ({ world }) =>
      replace(Pages, "keep", (_, args, real) => (world.chance.happens(0.3) ? undefined : real(...args))),
  },
  {
    name: "a bulk action does not keep its pace",
    breaks: "a bulk action keeps its pace",
    parts: BULK,
    inject: () =>
      replace(ActionTable, "set", (_, [values], real) => {
        const set = values as Partial<ActionRow>;
        return real(set.window_left === undefined ? set : { ...set, window_left: 1000 });
      }),
  },
  {
    name: "the live feed ends after a round",
    breaks: "a timer has an alarm",
    parts: LIVE,
    inject: ({ world }) =>
      replace(LiveFeed, "alarm", async (_, args, real) =>
        world.chance.happens(0.1) ? undefined : real(...args),
      ),
  },
  {
    name: "the live feed tells an old state",
    breaks: "the last state reaches every browser",
    parts: LIVE,
    inject() {
      const feeds = new WeakSet<LiveFeed>();
      return replace(LiveFeed, "expect", (feed, args, real) => {
        if (!feeds.has(feed)) {
          feeds.add(feed);
          const known = new Map<string, unknown>();
          const { read } = feed;
          feed.read = async (topics) => {
            const fresh = topics.filter((topic) => !known.has(topic));
            for (const [topic, data] of await read(fresh)) known.set(topic, data);
            return new Map(topics.map((topic) => [topic, known.get(topic)]));
          };
        }
        return real(...args);
      });
    },
  },
];
