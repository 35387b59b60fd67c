/** What holds of the lease engine in any object that uses it, read from its rows and not from its code. */
import { WORK_COUNTS_SQL } from "../../../durable-objects/lease-engine/work-counts.ts";
import type { ObjectHost, Watch } from "../platform/objects.ts";
import type { World } from "../world.ts";

interface WorkRow {
  id: string;
  state: string;
  phase: string;
  fence: number;
  holder: string | null;
  timer_at: number | null;
}

const TIMED = new Set(["waiting", "queued", "held", "running"]);
const IN_WINDOW = new Set(["queued", "held", "running"]);
const SELECT = "SELECT id, state, phase, fence, holder, timer_at FROM work";
/** What does not rest, by the indexes of the table. What lost its timer is found when all rows are looked at. */
const AT_HAND = `${SELECT} WHERE timer_at IS NOT NULL UNION ALL ${SELECT} WHERE phase = 'ready' AND timer_at IS NULL
  UNION ALL ${SELECT} WHERE phase = 'queued' AND timer_at IS NULL`;
/** An alarm that failed is not repeated for up to this long. */
const MAX_BACKOFF_MS = 60_000;

/** Work that waits behind others for a wake-up has 10 deadlines of 15 min; every other lease and hold is shorter. */
const MAX_DEADLINE_MS = 151 * 60_000;

/** Calls of a holder, `(id, fence, …)`. */
const BY_HOLDER = new Set([
  "renew",
  "saveProgress",
  "splitPart",
  "settlePage",
  "settle",
  "settleClean",
  "note",
  "report",
  "checkpoint",
]);

export class LeaseRows {
  readonly #world: World;
  readonly #known = new Map<ObjectHost, Map<string, WorkRow>>();
  /** Rows that did not rest when they were looked at last. */
  readonly #atHand = new Map<ObjectHost, Set<string>>();
  readonly #granted = new Map<ObjectHost, Set<string>>();

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * @param atMost work that may be queued, held or running at once; null: a person made the window smaller
   * @param room with fewer at hand, ready work must be on its way
   */
  check(host: ObjectHost, { atMost, room }: { atMost: number | null; room: number }): void {
    const rows = host.data.rows<WorkRow>(AT_HAND);
    const present = new Set(rows.map(({ id }) => id));
    // What rests is looked at once more when it stops: it is most of a large ledger.
    for (const id of this.#atHand.get(host) ?? [])
      if (!present.has(id)) rows.push(...host.data.rows<WorkRow>(`${SELECT} WHERE id = ?`, id));
    this.#atHand.set(host, present);
    this.#compare(host, rows);
    let ready = 0;
    let inWindow = 0;
    let next: number | null = null;
    for (const row of rows) {
      if (IN_WINDOW.has(row.phase) && (row.timer_at ?? 0) > host.now() + MAX_DEADLINE_MS)
        this.#world.fail("the deadline of work at hand is near", `${host.title}, ${row.id} is ${row.phase}`);
      if (row.phase === "ready") ready++;
      if (IN_WINDOW.has(row.phase)) inWindow++;
      if (row.timer_at !== null && (next === null || row.timer_at < next)) next = row.timer_at;
    }
    const timers = host.data.rows<{ name: string; at: number }>("SELECT name, at FROM timers");
    const own = timers.length > 0 ? Math.min(...timers.map(({ at }) => at)) : null;
    // That of the notices has nothing to do with work.
    const hasWorkTimer = timers.some(({ name }) => name !== "notices");
    if (own !== null && (next === null || own < next)) next = own;
    if (atMost !== null && inWindow > atMost)
      this.#world.fail("no more work is at hand than the window holds", `${host.title}: ${inWindow}`);
    if (host.busy > 0) return;
    if (ready > 0 && inWindow < room && !hasWorkTimer)
      this.#world.fail("ready work has a wake-up or a timer", host.title);
    const { alarmAt } = host.data;
    const latest = next === null ? null : Math.max(next, host.now()) + MAX_BACKOFF_MS;
    if (latest !== null && (alarmAt === null || alarmAt > latest))
      this.#world.fail("a timer has an alarm", `${host.title}: timer ${next}, alarm ${alarmAt}`);
  }

  /** Compares rows with what they were when they were looked at last. */
  #compare(host: ObjectHost, rows: readonly WorkRow[]): void {
    const known = this.#known.get(host) ?? new Map<string, WorkRow>();
    this.#known.set(host, known);
    for (const row of rows) {
      const before = known.get(row.id);
      const at = () => `${host.title}, ${row.id}`;
      if (before) {
        if (row.fence < before.fence) this.#world.fail("fences grow", at());
        const isSameLease = row.phase === "running" && row.holder === before.holder;
        if (before.phase === "running" && row.fence === before.fence && !isSameLease)
          this.#world.fail("the end of a lease ends its fence", `${at()}: ${before.phase} to ${row.phase}`);
        if (row.phase === "running" && before.phase !== "running" && row.fence <= before.fence)
          this.#world.fail("fences grow", at());
      }
      known.set(row.id, row);
      if (TIMED.has(row.phase) !== (row.timer_at !== null))
        this.#world.fail("what waits has a timer, and only that", `${at()} is ${row.phase}`);
    }
  }

  /** Looks at all rows, and counts them. */
  recount(host: ObjectHost): void {
    this.#compare(host, host.data.rows<WorkRow>(SELECT));
    const counts = host.data.rows(`${WORK_COUNTS_SQL} ORDER BY 1, 2`);
    const recount = host.data.rows(
      "SELECT state, phase, count(*) AS n FROM work GROUP BY state, phase ORDER BY 1, 2",
    );
    if (JSON.stringify(counts) !== JSON.stringify(recount))
      this.#world.fail("counters equal a recount", `${host.title}: ${JSON.stringify({ counts, recount })}`);
  }

  /** Watches the calls of holders of one kind of object. */
  readonly watch: Watch = (host, method, args) => {
    if (method === "claim" || method === "next") return (answer) => this.#claimed(host, answer);
    if (!BY_HOLDER.has(method)) return undefined;
    const [id, fence] = args as [string, number];
    return this.holderWrites(host, id, fence, method);
  };

  /** @returns looks at the answer to a write with this fence */
  holderWrites(host: ObjectHost, id: string, fence: number, what: string): (answer: unknown) => void {
    const row = host.data.rows<WorkRow>("SELECT * FROM work WHERE id = ?", id)[0];
    const holds = row?.phase === "running" && row.fence === fence && (row.timer_at ?? 0) > host.now();
    return (answer) => {
      if (!(answer as { ok?: boolean } | null)?.ok || holds) return;
      this.#world.fail("no write with an old fence is accepted", `${host.title}: ${what} of ${id}`);
    };
  }

  #claimed(host: ObjectHost, answer: unknown): void {
    const claims = (Array.isArray(answer) ? answer : (answer as { claims?: unknown[] }).claims) as
      | { keyword_id?: string; id?: string; fence: number }[]
      | undefined;
    const granted = this.#granted.get(host) ?? new Set<string>();
    this.#granted.set(host, granted);
    for (const { keyword_id, id, fence } of claims ?? []) {
      const lease = `${keyword_id ?? id} ${fence}`;
      if (granted.has(lease)) this.#world.fail("no two leases have one fence", `${host.title}: ${lease}`);
      granted.add(lease);
    }
  }
}
