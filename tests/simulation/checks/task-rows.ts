/** What holds of tasks beside their leases, read from the rows of their ledgers. */
import { KEPT_MS } from "../../../durable-objects/task-ledger/settings.ts";
import type { RecoveryStrategy, TaskQueue } from "../../../shared/contracts/task.ts";
import type { TaskResult } from "../../../shared/contracts/task-ledger.ts";
import { ENDED_TASK_STATES, TASK_STATES } from "../../../shared/contracts/vocabulary.ts";
import { queueOfTask } from "../../../shared/domain/task-id.ts";
import type { ObjectHost, Watch } from "../platform/objects.ts";
import type { World } from "../world.ts";

interface Row {
  id: string;
  state: string;
  kind: string;
  order_key: string | null;
  depends_on: string;
  attempts: number;
  max_attempts: number;
  ended_at: number | null;
  ended_seq: number | null;
}

const GOOD = new Set(["done", "skipped"]);
const UNFINISHED = TASK_STATES.filter((state) => !(ENDED_TASK_STATES as readonly string[]).includes(state));
const COLUMNS = `t.id, w.state, t.kind, t.order_key, t.depends_on, w.attempts, t.max_attempts, t.ended_at, t.ended_seq`;
const SELECT = `SELECT ${COLUMNS} FROM tasks t JOIN work w ON w.id = t.id`;
/** Unfinished tasks and the last ends, by the indexes of the tables. */
const RECENT = `SELECT ${COLUMNS} FROM work w JOIN tasks t ON t.id = w.id
    WHERE w.state IN (${UNFINISHED.map((state) => `'${state}'`).join(", ")})
  UNION ALL ${SELECT} WHERE t.ended_seq > ?`;
const LAST_END = "SELECT max(ended_seq) AS at FROM tasks WHERE ended_seq IS NOT NULL";
/** The number of an end is given again when its task begins anew before it was exported. */
const MAX_NUMBERS_BACK = 4;
/** Settle points at which a watcher may be seen that nobody needs. */
const MAX_UNNEEDED = 2;

export class TaskRows {
  readonly #world: World;
  readonly #hostOf: (queue: TaskQueue) => ObjectHost;
  /** Tasks that were done or skipped once: those that waited for them may run, whatever comes later. */
  readonly #good = new Set<string>();
  /** Tasks that their creator knows of, and those that ended long ago and left. */
  readonly #created = new Map<string, ObjectHost>();
  /** Exported ends, by ledger and number. */
  readonly #exported = new Map<string, string>();
  readonly #lastEnd = new Map<ObjectHost, number>();
  readonly #exportedIds = new Set<string>();
  /** The number up to which exported ends were compared, by ledger. */
  readonly #comparedTo = new Map<ObjectHost, number>();
  /** Watchers that nobody needed at the last settle points, and at how many. */
  readonly #unneeded = new Map<ObjectHost, Map<string, number>>();
  /** Newest checkpoint of each task. */
  readonly #checkpoints = new Map<string, number>();

  /** @param hostOf the ledger of a queue */
  constructor(world: World, hostOf: (queue: TaskQueue) => ObjectHost) {
    this.#world = world;
    this.#hostOf = hostOf;
  }

  readonly watch: Watch = (host, method, args) => {
    if (method === "create") {
      const wanted = args[0] as { key: string | null }[];
      const before = wanted.map(({ key }) =>
        key === null ? [] : host.data.rows<{ id: string }>("SELECT id FROM tasks WHERE key = ?", key),
      );
      return (answer) => {
        const results = answer as { ok: boolean; value?: { id: string; created: boolean } }[];
        for (const [index, { ok, value }] of results.entries()) {
          if (!ok || !value) continue;
          const known = before[index]?.[0]?.id;
          // A creation that asks other queues takes a while, in which an old task may leave with its key.
          if (known !== undefined && known !== value.id && stateOf(host, known) !== "")
            this.#world.fail("a key has one task", `${wanted[index]?.key}: ${known} and ${value.id}`);
          this.#created.set(value.id, host);
        }
      };
    }
    if (method === "checkpoint")
      return (answer) => {
        const made = answer as { ok: boolean; value?: { seq: number } };
        if (made.ok && made.value) this.#checkpointed(args[0] as string, made.value.seq);
      };
    if (method === "recover")
      return (answer) => {
        // `auto` may be a restart too.
        const recovered = answer as TaskResult<{ strategy: RecoveryStrategy }>;
        if (recovered.ok && recovered.value.strategy === "RESTART")
          this.#checkpoints.delete(args[0] as string);
      };
    if (method === "actMany")
      return () => {
        // A restart forgets them.
        for (const id of args[0] as string[])
          if (host.data.rows("SELECT 1 FROM checkpoints WHERE task_id = ? LIMIT 1", id).length === 0)
            this.#checkpoints.delete(id);
      };
    if (method === "endedExported")
      return (answer) => {
        for (const id of answer as string[]) this.#checkpoints.delete(id);
      };
    return undefined;
  };

  /** ClickHouse has these ends. */
  exported(ended: { queue: string; id: string; ended_seq: number }[]): void {
    for (const { queue, id, ended_seq } of ended) {
      const name = `${queue} ${ended_seq}`;
      const known = this.#exported.get(name);
      if (known !== undefined && known !== id)
        this.#world.fail("each end has its own number", `${name}: ${known} and ${id}`);
      this.#exported.set(name, id);
      this.#exportedIds.add(id);
    }
  }

  check(host: ObjectHost): void {
    const lastEnd = this.#lastEnd.get(host) ?? 0;
    const rows = host.data.rows<Row>(RECENT, lastEnd - MAX_NUMBERS_BACK);
    let last = Math.max(0, ...rows.map(({ ended_seq }) => ended_seq ?? 0));
    // A bulk action may have begun many of the latest anew: their numbers come once more.
    if (last === 0) last = host.data.rows<{ at: number | null }>(LAST_END)[0]?.at ?? 0;
    this.#lastEnd.set(host, last);
    this.#checkRows(rows);
  }

  #checkRows(rows: readonly Row[]): void {
    const turns = new Map<string, string>();
    for (const { id, state, ended_at } of rows) if (ended_at !== null && GOOD.has(state)) this.#good.add(id);
    for (const row of rows) {
      const { id, state, order_key, depends_on, ended_at } = row;
      if ((ended_at !== null) !== (row.ended_seq !== null))
        this.#world.fail("an end has a number", `${id} is ${state}`);
      if (row.attempts > row.max_attempts)
        this.#world.fail("no task has more tries than it may", `${id}: ${row.attempts}`);
      if (ended_at !== null || state === "blocked") continue;
      for (const on of depends_on === "[]" ? [] : (JSON.parse(depends_on) as string[]))
        if (!this.#good.has(on) && !GOOD.has(this.#stateOf(on)))
          this.#world.fail("no task runs before those that it waits for", `${id}, ${on}`);
      if (order_key === null) continue;
      const other = turns.get(order_key);
      if (other !== undefined) this.#world.fail("one task of an order key at a time", `${id} and ${other}`);
      turns.set(order_key, id);
    }
  }

  #stateOf(id: string): string {
    const queue = queueOfTask(id);
    const host = queue === null ? null : this.#hostOf(queue);
    return host && host.constructions > 0 ? stateOf(host, id) : "";
  }

  recount(host: ObjectHost): void {
    this.#checkRows(host.data.rows<Row>(SELECT));
    this.#checkWatched(host);
    const batches = host.data.rows<Record<string, number> & { id: string }>("SELECT * FROM batches");
    const tasksOf = new Map<string, { state: string; n: number }[]>();
    for (const { batch, ...count } of host.data.rows<{ batch: string; state: string; n: number }>(
      `SELECT t.batch, w.state, count(*) AS n FROM tasks t JOIN work w ON w.id = t.id
         WHERE t.batch IS NOT NULL GROUP BY 1, 2`,
    ))
      tasksOf.set(batch, [...(tasksOf.get(batch) ?? []), count]);
    for (const batch of batches) {
      const counted = tasksOf.get(batch.id) ?? [];
      const total = counted.reduce((sum, { n }) => sum + n, 0);
      // Old tasks leave; their batch keeps its counters.
      if (total !== batch.total) continue;
      for (const state of ["done", "failed", "cancelled", "skipped"]) {
        const n = counted.find((one) => one.state === state)?.n ?? 0;
        if (batch[state] !== n)
          this.#world.fail(
            "counters equal a recount",
            `batch ${batch.id}: ${batch[state]} ${state}, ${n} rows`,
          );
      }
    }
    const chain = host.data.rows<{ task_id: string; seq: number; fence: number }>(
      "SELECT task_id, seq, fence FROM checkpoints ORDER BY task_id, seq",
    );
    for (const [index, { task_id, seq, fence }] of chain.entries()) {
      const before = chain[index - 1];
      if (before?.task_id === task_id && (seq !== before.seq + 1 || fence < before.fence))
        this.#world.fail("checkpoints never go back", `${task_id}: ${before.seq} to ${seq}`);
    }
    const [uncounted] = host.data.rows<{ id: string }>(
      `SELECT id FROM tasks t WHERE open_deps <> (SELECT count(*) FROM task_waits w WHERE w.task_id = t.id) LIMIT 1`,
    );
    if (uncounted) this.#world.fail("counters equal a recount", `what task ${uncounted.id} waits for`);
    const confirmed = host.data.rows<{ id: string; ended_seq: number }>(
      `SELECT id, ended_seq FROM tasks
         WHERE ended_seq > ? AND ended_seq <= (SELECT value FROM queue_marks WHERE name = 'exported')`,
      this.#comparedTo.get(host) ?? 0,
    );
    for (const { id, ended_seq } of confirmed) {
      if (this.#exported.get(`${host.name} ${ended_seq}`) !== id)
        this.#world.fail("every end comes into the history", `${id}, number ${ended_seq}`);
      this.#comparedTo.set(host, Math.max(ended_seq, this.#comparedTo.get(host) ?? 0));
    }
    const ids = new Set(host.data.rows<{ id: string }>("SELECT id FROM tasks").map(({ id }) => id));
    for (const [id, owner] of this.#created) {
      if (owner !== host || ids.has(id)) continue;
      if (!this.#exportedIds.has(id)) this.#world.fail("no task is lost", id);
      this.#created.delete(id);
    }
  }

  /** Whoever waits for a task of another queue is watched for there, until it is told, until it releases the task. */
  #checkWatched(host: ObjectHost): void {
    const waits = host.data.rows<{ on_id: string; task_id: string; version: number }>(
      "SELECT on_id, task_id, version FROM task_waits WHERE version > 0",
    );
    for (const { on_id, task_id, version } of waits) {
      const there = this.#hostOf(queueOfTask(on_id) as TaskQueue);
      const isTold =
        there.data.rows(
          `SELECT 1 FROM watchers WHERE on_id = ?1 AND queue = ?2 AND version >= ?3
             UNION ALL SELECT 1 FROM notices WHERE on_id = ?1 AND queue = ?2 AND version >= ?3`,
          on_id,
          host.name,
          version,
        ).length > 0 ||
        host.data.rows("SELECT 1 FROM task_releases WHERE on_id = ? AND version >= ?", on_id, version)
          .length > 0;
      if (!isTold) this.#world.fail("who waits in another queue will be told", `${task_id} for ${on_id}`);
    }
    const [lost] = host.data.rows<{ on_id: string }>(
      `SELECT on_id FROM watchers w LEFT JOIN tasks t ON t.id = w.on_id LEFT JOIN work x ON x.id = t.id
         WHERE x.state IS NULL OR x.state IN ('done', 'skipped') LIMIT 1`,
    );
    if (lost) this.#world.fail("what is watched is there and open", lost.on_id);
  }

  /** @returns what another queue is still to be told; null for nothing */
  noticeOf(host: ObjectHost): string | null {
    const [notice] = host.data.rows<{ on_id: string; queue: string }>(
      "SELECT on_id, queue FROM notices LIMIT 1",
    );
    return notice ? `${notice.queue} is not told that ${notice.on_id} is done or skipped` : null;
  }

  /** Nothing fails any more, and all that is due has ended: no task waits for what is over, and nobody watches for nobody. */
  settled(host: ObjectHost): void {
    for (const { on_id, task_id } of host.data.rows<{ on_id: string; task_id: string }>(
      "SELECT on_id, task_id FROM task_waits",
    ))
      if (GOOD.has(this.#stateOf(on_id)))
        this.#world.fail("no task waits for what is over", `${task_id} for ${on_id}`);
    this.#checkNeeded(host);
    const blocked = host.data.rows<{ id: string; order_key: string | null; open_deps: number }>(
      `SELECT t.id, t.order_key, t.open_deps FROM tasks t JOIN work w ON w.id = t.id
         WHERE w.state = 'blocked' AND t.open_deps = 0`,
    );
    for (const { id, order_key } of blocked) {
      const [head] = host.data.rows<{ id: string }>(
        "SELECT id FROM tasks WHERE order_key = ? AND ended_at IS NULL ORDER BY order_seq LIMIT 1",
        order_key,
      );
      if (order_key === null || head?.id === id) this.#world.fail("no task waits for what is over", id);
    }
  }

  /** Watchers that nobody needs leave with the exports that follow, of which each settle point has one. */
  #checkNeeded(host: ObjectHost): void {
    const before = this.#unneeded.get(host);
    const unneeded = new Map<string, number>();
    for (const { on_id, queue, version } of host.data.rows<Record<"on_id" | "queue" | "version", string>>(
      `SELECT w.on_id, w.queue, w.version FROM watchers w JOIN tasks t ON t.id = w.on_id
         WHERE t.ended_at < ? AND t.ended_seq <= (SELECT value FROM queue_marks WHERE name = 'exported')`,
      this.#world.now - KEPT_MS,
    )) {
      const there = this.#hostOf(queue as TaskQueue);
      if (there.data.rows("SELECT 1 FROM task_waits WHERE on_id = ? LIMIT 1", on_id).length > 0) continue;
      const name = `${queue}: ${on_id}, version ${version}`;
      const times = (before?.get(name) ?? 0) + 1;
      if (times > MAX_UNNEEDED) this.#world.fail("nobody watches for nobody", name);
      unneeded.set(name, times);
    }
    this.#unneeded.set(host, unneeded);
  }

  #checkpointed(id: string, seq: number): void {
    if (seq <= (this.#checkpoints.get(id) ?? 0))
      this.#world.fail("checkpoints never go back", `${id} to ${seq}`);
    this.#checkpoints.set(id, seq);
  }
}

const stateOf = (host: ObjectHost, id: string): string =>
  host.data.rows<{ state: string }>("SELECT state FROM work WHERE id = ?", id)[0]?.state ?? "";
