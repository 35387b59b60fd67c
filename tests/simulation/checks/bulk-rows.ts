/** What holds of bulk actions, read from the rows of their objects and from the answers of the ledgers they act on. */
import type { BulkClaim, BulkOutcome, BulkReport, BulkRequest } from "../../../shared/contracts/bulk.ts";
import { ENDED_BULK_STATES } from "../../../shared/contracts/vocabulary.ts";
import { MINUTE_MS } from "../../../shared/time.ts";
import type { ObjectHost, Watch } from "../platform/objects.ts";
import type { World } from "../world.ts";

export interface ActionRow {
  id: string;
  request: string;
  state: string;
  total: number;
  acted: number;
  refused: number;
  unknown: number;
  step_items: number;
  fence: number;
  lease_until: number | null;
  aborted_by: string | null;
}

/** The clocks of two machines differ by at most this, milliseconds. */
const SKEW_MS = 400;
/** The entries of one record, by the ledgers whose `actMany(ids, action, actor, …)` acts on many records at once. */
const ENTRIES: Readonly<Record<string, string>> = {
  TaskLedger: "SELECT log AS text FROM tasks WHERE id = ?",
  KeywordLedger: "SELECT group_concat(detail) AS text FROM events WHERE keyword_id = ?",
};
/** A task that runs is asked to stop, and then stops: both entries name who asked. */
const MAX_ENTRIES: Readonly<Record<string, number>> = { TaskLedger: 2, KeywordLedger: 1 };

/**
 * A record that is already as the action wants it gets no entry. A step that is repeated may find it ended meanwhile, and
 * is refused then.
 */
const AS_IT_WAS = "done, as it was";

const isEnded = (state: string) => (ENDED_BULK_STATES as readonly string[]).includes(state);

export class BulkRows {
  readonly #world: World;
  /** What the ledgers answered about each record, by action. */
  readonly #answers = new Map<string, Map<string, string>>();
  readonly #fences = new Map<string, number>();
  /** Records handed out to be acted on, and since when. */
  readonly #begun = new Map<string, { records: number; at: number }>();
  readonly #aborted = new Map<string, number>();
  /** Actions that have ended; nothing of them changes until their results expire. */
  readonly ended = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  readonly watch: Watch = (host, method, args) => {
    if (host.kind === "BulkAction" && method === "next")
      return this.#next(host, args[0] as BulkReport | null);
    if (host.kind === "BulkAction" && method === "abort")
      return (answer) => {
        if (answer !== null) this.#aborted.set(host.name, this.#begun.get(host.name)?.records ?? 0);
      };
    const entries = ENTRIES[host.kind];
    if (method !== "actMany" || entries === undefined) return undefined;
    const [ids, , actor] = args as [string[], unknown, string];
    const action = actor.split(":bulk:")[1] ?? "";
    return (answer) => {
      const answers = this.#answers.get(action) ?? new Map<string, string>();
      this.#answers.set(action, answers);
      const name = `"actor":${JSON.stringify(actor)}`;
      for (const [index, result] of (answer as { ok: boolean; message?: string }[]).entries()) {
        const id = ids[index] ?? "";
        const text = host.data.rows<{ text: string | null }>(entries, id)[0]?.text ?? "";
        const times = text.split(name).length - 1;
        const done = times > 0 ? "done" : AS_IT_WAS;
        if (answers.get(id) !== "done")
          answers.set(id, result.ok ? done : `refused: ${result.message?.slice(0, 300)}`);
        if (times > (MAX_ENTRIES[host.kind] ?? 1))
          this.#world.fail("each record is acted on once", `${id} by ${actor}: ${times} entries`);
      }
    };
  };

  check(host: ObjectHost): void {
    const row = rowOf(host);
    if (!row) return;
    if (row.fence < (this.#fences.get(row.id) ?? 0)) this.#world.fail("fences grow", host.title);
    this.#fences.set(row.id, row.fence);
    if (row.acted + row.step_items > row.total)
      this.#world.fail("no more records are acted on than were selected", host.title);
    if (host.busy === 0 && host.data.alarmAt === null)
      this.#world.fail("a timer has an alarm", `${host.title} is ${row.state}`);
    if (isEnded(row.state) && !this.ended.has(row.id)) {
      this.ended.add(row.id);
      this.recount(host);
      this.#verify(host, row);
    }
  }

  recount(host: ObjectHost): void {
    const row = rowOf(host);
    if (!row) return;
    const counted = { total: 0, refused: 0, unknown: 0 };
    for (const { ids, outcomes } of pagesOf(host)) {
      counted.total += ids.length;
      for (const [outcome] of Object.values(outcomes)) counted[outcome as "refused" | "unknown"]++;
    }
    const { total, refused, unknown } = row;
    if (JSON.stringify(counted) !== JSON.stringify({ total, refused, unknown }))
      this.#world.fail("counters equal a recount", `${host.title}: ${JSON.stringify({ row, counted })}`);
  }

  /** A late report changes nothing, a step has one holder, a pace is kept, and an abort lets nothing begin. */
  #next(host: ObjectHost, report: BulkReport | null): (answer: unknown) => void {
    const before = rowOf(host);
    const now = host.now();
    return (answer) => {
      const after = rowOf(host);
      if (!before || !after) return;
      const isHolder = report !== null && report.fence === before.fence && before.lease_until !== null;
      if (
        !isHolder &&
        (after.acted !== before.acted || after.total !== before.total) &&
        !isEnded(after.state)
      )
        this.#world.fail("no write with an old fence is accepted", `${host.title}: ${report?.fence}`);
      const claim = answer as BulkClaim | null;
      if (claim === null) return;
      if (!isHolder && (before.lease_until ?? 0) > now + SKEW_MS)
        this.#world.fail("no two leases have one fence", `${host.title}: a step has two holders`);
      if (claim.fence <= before.fence) this.#world.fail("fences grow", host.title);
      if (claim.step.kind === "act") this.#handedOut(host, after, claim.step, now);
    };
  }

  #handedOut(
    host: ObjectHost,
    { id, request }: ActionRow,
    step: { first_seq: number; ids: string[] },
    now: number,
  ): void {
    const begun = this.#begun.get(id) ?? { records: 0, at: now };
    begun.records = Math.max(begun.records, step.first_seq + step.ids.length - 1);
    this.#begun.set(id, begun);
    const limit = this.#aborted.get(id);
    if (limit !== undefined && begun.records > limit)
      this.#world.fail("after an abort nothing more begins", `${host.title}: ${begun.records} of ${limit}`);
    const { rate } = JSON.parse(request) as BulkRequest;
    if (!rate) return;
    const minutes = Math.floor((now - begun.at + SKEW_MS) / MINUTE_MS);
    if (begun.records > rate.first + minutes * rate.per_minute)
      this.#world.fail(
        "a bulk action keeps its pace",
        `${host.title}: ${begun.records} in ${minutes} minutes`,
      );
  }

  /** It has ended: each record was acted on, or it says why not. */
  #verify(host: ObjectHost, row: ActionRow): void {
    const answers = this.#answers.get(row.id) ?? new Map<string, string>();
    const { noun } = JSON.parse(row.request) as BulkRequest;
    let seq = 0;
    for (const { ids, outcomes } of pagesOf(host))
      for (const [offset, id] of ids.entries()) {
        seq++;
        const outcome = outcomes[offset]?.[0] ?? (seq <= row.acted ? "done" : "untouched");
        const answer = noun === "dead-letters" ? undefined : answers.get(id);
        const at = `record ${seq} of ${host.title} is ${outcome}, its ledger answered ${answer ?? "nothing"}`;
        if (noun !== "dead-letters" && outcome === "done" && answer !== "done" && answer !== AS_IT_WAS)
          this.#world.fail("each record is acted on once", at);
        if (outcome === "refused" && answer === "done") this.#world.fail("each record is acted on once", at);
        if (outcome === "refused" && !outcomes[offset]?.[1])
          this.#world.fail("what was refused says why", at);
        if (outcome === "untouched" && answer !== undefined)
          this.#world.fail("what was not reached is untouched", at);
      }
    if (row.state === "done" && row.acted !== row.total)
      this.#world.fail("a bulk action that is done has reached all", host.title);
    this.#answers.delete(row.id);
    this.#begun.delete(row.id);
  }
}

export const rowOf = (host: ObjectHost): ActionRow | undefined =>
  host.data.rows<ActionRow>("SELECT * FROM bulk_action")[0];

const pagesOf = (
  host: ObjectHost,
): { ids: string[]; outcomes: Record<string, [BulkOutcome, string | null]> }[] =>
  host.data
    .rows<{ ids: string; outcomes: string }>("SELECT ids, outcomes FROM pages ORDER BY first_seq")
    .map(({ ids, outcomes }) => ({ ids: JSON.parse(ids), outcomes: JSON.parse(outcomes) }));
