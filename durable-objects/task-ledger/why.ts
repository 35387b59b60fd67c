/** Explains why a task does not run at this moment, and when it probably starts. */
import type { RecordReach } from "../../shared/contracts/access.ts";
import type { TaskQueue, TaskState, Why } from "../../shared/contracts/task.ts";
import { explain } from "../../shared/domain/explain.ts";
import { queueOfTask } from "../../shared/domain/task-id.ts";
import { placesBefore } from "../lease-engine/pick-order.ts";
import type { WorkItem } from "../lease-engine/types.ts";
import { statesWithin } from "./dependencies.ts";
import type { StatesElsewhere } from "./other-queues.ts";
import { endRate, MEASURED_ENDS, perMinute } from "./rate.ts";
import type { Tables } from "./tables.ts";
import type { TaskRow } from "./task-row.ts";

/** What whoever asks may see. */
interface Viewer {
  reach: RecordReach;
  /** States of the tasks of other queues that it waits for, as far as these queues answered; null when it waits for none. */
  states: StatesElsewhere | null;
}
type Answer = (blocker: Why["blocker"], message: string, more?: Partial<Why>) => Why;

export function why(
  tables: Tables,
  sql: SqlStorage,
  queue: TaskQueue,
  id: string,
  viewer: Viewer,
  now: number,
): Why | null {
  const { work, tasks, marks } = tables;
  const item = work.find(id);
  const task = tasks.row(id);
  if (!item || !task) return null;
  const rate = endRate(tasks.endTimes(MEASURED_ENDS), now);
  const answer: Answer = (blocker, message, more) =>
    explain(blocker, message, { rate_per_minute: perMinute(rate), ...more });
  const state = item.state as TaskState;
  if (state === "failed" && task.manual === 1)
    return answer(
      "needs-person",
      `it failed as ${task.error_class} and is left to a person: retry, restart or skip it`,
    );
  if (task.ended_at !== null) return answer("ended", `it is ${state} and does not run any more`);
  if (state === "running") {
    const until = item.timerAt;
    return answer("running", `${item.holder} runs it and holds its lease`, {
      waits_for: [item.holder ?? ""],
      until,
    });
  }
  if (state === "blocked") return blockedBy(tables, queue, task, viewer, answer);
  const isPaused = marks.get("paused") === 1;
  if (state === "scheduled" || state === "retrying") {
    const until = item.dueAt ?? now;
    const cause = state === "retrying" ? "it failed and is tried again then" : "its time has not come";
    if (until > now)
      return answer("not-due", cause, {
        until,
        starts_at: isPaused ? null : until + waitMs(tables, item, rate, now),
      });
  }
  if (isPaused)
    return answer("queue-paused", `the queue ${queue} is paused`, {
      position: positionOf(tables, sql, item, now),
    });
  if (state === "queued") {
    const message = "it was picked and a wake-up is under way";
    return answer("queued", message, { position: 0, until: item.timerAt, starts_at: now });
  }
  const position = positionOf(tables, sql, item, now);
  const starts_at = rate === null ? null : Math.round(now + (position + 1) / rate);
  const isFull = work.inWindow() >= work.settings.window;
  if (position === 0 && isFull)
    return answer("window-full", `it is next; all ${work.settings.window} places of the queue are taken`, {
      position,
      starts_at,
    });
  return answer("position", `${position} tasks come before it`, { position, starts_at });
}

/** Counts the tasks that start before it, with those that are picked already and not yet claimed. */
function positionOf({ work }: Tables, sql: SqlStorage, item: WorkItem, now: number): number {
  if (item.phase === "queued") return 0;
  const before = placesBefore(sql, work.rules, item, now);
  return before + work.inPhase("queued");
}

/** Estimates how long after its time a task starts, as if nobody else came before then. */
function waitMs({ work }: Tables, item: WorkItem, rate: number | null, now: number): number {
  if (rate === null) return 0;
  const ahead = work.inPhase("ready", "queued");
  const untilDueMs = Math.max(0, (item.dueAt ?? now) - now);
  return Math.max(0, Math.round(ahead / rate - untilDueMs));
}

/** @returns the tasks of other queues that a blocked task waits for */
export function waitsElsewhere({ work, tasks, waits }: Tables, queue: TaskQueue, id: string): string[] {
  const task = work.find(id)?.state === "blocked" ? tasks.row(id) : null;
  if (!task) return [];
  const elsewhere = readIds(task).filter((on) => queueOfTask(on) !== queue);
  return waits.open(id, elsewhere);
}

const readIds = ({ depends_on }: TaskRow): string[] => JSON.parse(depends_on);

function blockedBy(
  tables: Tables,
  queue: TaskQueue,
  task: TaskRow,
  { reach, states }: Viewer,
  answer: Answer,
): Why {
  const open = tables.waits.open(task.id, readIds(task));
  if (open.length > 0) return waitingFor(tables, queue, open, { reach, states }, answer);
  const head = task.order_key === null ? null : tables.tasks.headOf(task.order_key);
  const [seen = null] = head === null ? [] : statesWithin(tables, [head], reach);
  return answer("order", `another task of the order key ${task.order_key} comes first`, {
    waits_for: head === null || seen === null ? [] : [head],
  });
}

function waitingFor(
  tables: Tables,
  queue: TaskQueue,
  open: readonly string[],
  { reach, states }: Viewer,
  answer: Answer,
): Why {
  const own = open.filter((id) => queueOfTask(id) === queue);
  const known = new Map(states);
  for (const [index, state] of statesWithin(tables, own, reach).entries())
    known.set(own[index] as string, state);
  const within = open.filter((id) => known.get(id) !== null);
  const hidden = open.length - within.length;
  const unreached = within.filter((id) => !known.has(id));
  const more = {
    ...(hidden > 0 && { out_of_reach: hidden }),
    ...(unreached.length > 0 && { not_reached: unreached }),
  };
  const notes = [
    ...(hidden > 0 ? [`${hidden} of them you may not see`] : []),
    ...(unreached.length > 0
      ? [`the queues of ${unreached.length} did not answer, so these may have failed`]
      : []),
  ];
  const noted = (sentence: string) => [sentence, ...notes].join("; ");
  const stopped = within.filter((id) => ["failed", "cancelled"].includes(known.get(id) ?? ""));
  if (stopped.length > 0)
    return answer(
      "dependency-failed",
      noted(
        `${stopped.length} of the tasks it waits for failed or were cancelled: retry or skip them, or cancel this one`,
      ),
      { waits_for: stopped, ...more },
    );
  return answer("dependency", noted(`it waits for ${open.length} other tasks`), {
    waits_for: within,
    ...more,
  });
}
