/** What holds of tasks beside their leases, read from the ledger's rows. */
import type { RecoveryStrategy } from "../../../shared/contracts/task.ts";
import type { TaskResult } from "../../../shared/contracts/task-ledger.ts";
import { ENDED_TASK_STATES, TASK_STATES } from "../../../shared/contracts/vocabulary.ts";
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
/** The number of an end is given again when its task begins anew before it was exported. */
const MAX_NUMBERS_BACK = 4;

export class TaskRows {
  readonly #world: World;
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
  /** Newest checkpoint of each task. */
  readonly #checkpoints = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
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
          if (known !== undefined && known !== value.id)
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
    this.#lastEnd.set(host, Math.max(lastEnd, ...rows.map(({ ended_seq }) => ended_seq ?? 0)));
    this.#checkRows(host, rows);
  }

  #checkRows(host: ObjectHost, rows: readonly Row[]): void {
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
        if (!this.#good.has(on) && !GOOD.has(stateOf(host, on)))
          this.#world.fail("no task runs before those that it waits for", `${id}, ${on}`);
      if (order_key === null) continue;
      const other = turns.get(order_key);
      if (other !== undefined) this.#world.fail("one task of an order key at a time", `${id} and ${other}`);
      turns.set(order_key, id);
    }
  }

  recount(host: ObjectHost): void {
    this.#checkRows(host, host.data.rows<Row>(SELECT));
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

  /** Nothing fails any more, and all that is due has ended: no task waits for what is over. */
  settled(host: ObjectHost): void {
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

  #checkpointed(id: string, seq: number): void {
    if (seq <= (this.#checkpoints.get(id) ?? 0))
      this.#world.fail("checkpoints never go back", `${id} to ${seq}`);
    this.#checkpoints.set(id, seq);
  }
}

const stateOf = (host: ObjectHost, id: string): string =>
  host.data.rows<{ state: string }>("SELECT state FROM work WHERE id = ?", id)[0]?.state ?? "";
