/** Keeps a ledger in memory for tests of the API: it has what the routes use and answers as the object does. */
import { inReach, type RecordOwner, type RecordReach } from "../../../shared/contracts/access.ts";
import type {
  EndedRun,
  Keyword,
  KeywordAction,
  KeywordChange,
  KeywordEvent,
  NewKeyword,
} from "../../../shared/contracts/keyword.ts";
import type {
  CreateResult,
  EventFilter,
  KeywordLedgerApi,
  LedgerResult,
  LedgerStats,
  ListFilter,
} from "../../../shared/contracts/keyword-ledger.ts";
import type { KeywordState, Platform } from "../../../shared/contracts/platform.ts";
import type { RecrawlMode, RecrawlReport } from "../../../shared/contracts/recrawl.ts";
import { KEYWORD_STATES } from "../../../shared/contracts/vocabulary.ts";
import { makeKeywordId } from "../../../shared/domain/keyword-id.ts";

const crawlOnly = async (): Promise<never> => {
  throw new Error("only the crawl consumer calls this");
};

export class MemoryLedger implements KeywordLedgerApi {
  readonly keywords = new Map<string, Keyword>();
  readonly timeline = new Map<string, KeywordEvent[]>();
  readonly platform: Platform;
  readonly shard: number;
  readonly #now: () => number;
  readonly dispatched: (string | undefined)[] = [];
  /** The causes of `resumeHeld` calls are kept here. */
  readonly woken: (string | undefined)[] = [];
  readonly ended = new Map<string, EndedRun[]>();
  statsOver: Partial<LedgerStats> = {};
  recrawlMode: RecrawlMode = "off";

  constructor(platform: Platform, shard: number, now: () => number) {
    this.platform = platform;
    this.shard = shard;
    this.#now = now;
  }

  #note(id: string, type: string, detail: Record<string, unknown>) {
    const events = this.timeline.get(id) ?? [];
    events.push({ seq: events.length + 1, at: this.#now(), type, run_id: null, detail });
    this.timeline.set(id, events);
  }

  async create(items: NewKeyword[], actor: string, owner?: RecordOwner): Promise<CreateResult[]> {
    const { ownerId = null, departmentId = null } = owner ?? {};
    return items.map((item) => {
      const same = [...this.keywords.values()].find(
        ({ keyword, city, channel }) =>
          keyword.toLowerCase() === item.keyword.toLowerCase() &&
          city === item.city &&
          channel === item.channel,
      );
      if (same) {
        const result = same.deleted_at === null ? ("exists" as const) : ("restored" as const);
        same.deleted_at = null;
        return { id: same.id, result, owner: { ownerId: same.owner_id, departmentId: same.department_id } };
      }
      const now = this.#now();
      const id = makeKeywordId(this.platform, this.shard, now, crypto.getRandomValues(new Uint8Array(8)));
      this.keywords.set(id, {
        ...item,
        id,
        state: "pending",
        due_at: now,
        attempts: 0,
        last_outcome: null,
        last_error: null,
        run: null,
        coverage: null,
        owner_id: ownerId,
        department_id: departmentId,
        created_at: now,
        updated_at: now,
        deleted_at: null,
      });
      this.#note(id, "created", { actor });
      return { id, result: "created" as const, owner: { ownerId, departmentId } };
    });
  }

  holding = crawlOnly;
  /** Keywords that every node holds. */
  held = 1;
  async heldBy() {
    return this.held;
  }

  async get(id: string) {
    const keyword = this.keywords.get(id);
    return keyword ? { keyword, parts: [] } : null;
  }

  async events(id: string, limit: number, { beforeSeq = Number.POSITIVE_INFINITY }: EventFilter = {}) {
    const events = this.timeline.get(id) ?? [];
    return events
      .filter(({ seq }) => seq < beforeSeq)
      .reverse()
      .slice(0, limit);
  }

  async list(filter: ListFilter, limit: number, afterId?: string) {
    return [...this.keywords.values()]
      .filter(
        (keyword) =>
          (!filter.state || keyword.state === filter.state) &&
          (!filter.city || keyword.city === filter.city) &&
          (!filter.search || keyword.keyword.toLowerCase().includes(filter.search.toLowerCase())) &&
          (!filter.reach ||
            inReach(filter.reach, { ownerId: keyword.owner_id, departmentId: keyword.department_id })) &&
          (filter.include_deleted || keyword.deleted_at === null) &&
          (!afterId || keyword.id < afterId),
      )
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, limit);
  }

  async act(id: string, action: KeywordAction, actor: string): Promise<LedgerResult<Keyword>> {
    const keyword = this.keywords.get(id);
    if (!keyword) return { ok: false, code: "not_found", message: `no keyword ${id}` };
    if (action === "resume" && keyword.state !== "paused")
      return { ok: false, code: "invalid_state", message: `cannot resume: it is ${keyword.state}` };
    const next: Partial<Record<KeywordAction, KeywordState>> = { pause: "paused", resume: "pending" };
    keyword.state = next[action] ?? keyword.state;
    if (action === "delete") keyword.deleted_at = this.#now();
    if (action === "restore") keyword.deleted_at = null;
    this.#note(id, action, { actor });
    return { ok: true, value: keyword };
  }

  async actMany(
    ids: string[],
    action: KeywordAction | { priority: number },
    actor: string,
    reach: RecordReach,
  ): Promise<LedgerResult<null>[]> {
    const results = ids.map(async (id): Promise<LedgerResult<null>> => {
      const keyword = this.keywords.get(id);
      const owner = { ownerId: keyword?.owner_id ?? null, departmentId: keyword?.department_id ?? null };
      if (!keyword || !inReach(reach, owner))
        return { ok: false, code: "not_found", message: `no keyword ${id}` };
      const done = await (typeof action === "string"
        ? this.act(id, action, actor)
        : this.update(id, action, actor));
      return done.ok ? { ok: true, value: null } : done;
    });
    return Promise.all(results);
  }

  async update(id: string, change: KeywordChange, actor: string): Promise<LedgerResult<Keyword>> {
    const keyword = this.keywords.get(id);
    if (!keyword) return { ok: false, code: "not_found", message: `no keyword ${id}` };
    const changed = { ...keyword, ...change };
    this.keywords.set(id, changed);
    this.#note(id, "edited", { actor });
    return { ok: true, value: changed };
  }

  async findSearch(search: Pick<NewKeyword, "keyword" | "city" | "channel">) {
    const found = [...this.keywords.values()].find(
      ({ keyword, city, channel, deleted_at }) =>
        deleted_at === null &&
        keyword.toLowerCase() === search.keyword.toLowerCase() &&
        city === search.city &&
        channel === search.channel,
    );
    return found?.id ?? null;
  }

  async why(id: string) {
    return this.keywords.has(id)
      ? {
          blocker: "queued" as const,
          message: "it was picked and a wake-up is under way",
          position: 0,
          waits_for: [],
          until: null,
          starts_at: null,
          rate_per_minute: null,
        }
      : null;
  }

  /** Newest first: the last of `ended` has the highest number. */
  async runs(id: string, limit: number, beforeSeq = Number.POSITIVE_INFINITY) {
    return (this.ended.get(id) ?? [])
      .map((run, index) => ({ seq: index + 1, run }))
      .filter(({ seq }) => seq < beforeSeq)
      .reverse()
      .slice(0, limit);
  }

  async runAll(_actor: string, reach: RecordReach) {
    const due = [...this.keywords.values()].filter(({ owner_id, department_id }) =>
      inReach(reach, { ownerId: owner_id, departmentId: department_id }),
    ).length;
    return { due, next: null };
  }

  async dispatch(cause?: string) {
    this.dispatched.push(cause);
    return { queued: this.keywords.size };
  }

  async resumeHeld(cause?: string) {
    this.woken.push(cause);
    return { queued: 0 };
  }

  async coverageToExport() {
    return { platform: this.platform, shard: this.shard, searches: [], through: 0 };
  }

  async coverageExported() {}

  async recrawl(): Promise<RecrawlReport> {
    return {
      ...{ mode: this.recrawlMode, fixed_ms: 86_400_000, keywords: 2, changes_per_hour: 3 },
      ...{ fixed_requests_per_day: 10, adaptive_requests_per_day: 9, adaptive_delay_ms: 14_400_000 },
    };
  }

  async setRecrawl(mode: RecrawlMode) {
    this.recrawlMode = mode;
  }

  async stats(): Promise<LedgerStats> {
    const states = Object.fromEntries(KEYWORD_STATES.map((state) => [state, 0]));
    for (const { state } of this.keywords.values()) states[state] = (states[state] ?? 0) + 1;
    return {
      platform: this.platform,
      states: states as LedgerStats["states"],
      running_on_nodes: 0,
      ready: this.keywords.size,
      next_due_at: null,
      pages: 0,
      rows: 0,
      invalid: 0,
      reported: 0,
      distinct: 0,
      unknown: this.keywords.size,
      runnable: 0,
      pages_last_minute: 0,
      ...this.statsOver,
    };
  }

  claim = crawlOnly;
  renew = crawlOnly;
  saveProgress = crawlOnly;
  splitPart = crawlOnly;
  pendingPages = crawlOnly;
  settlePage = crawlOnly;
  settle = crawlOnly;
  note = crawlOnly;
}
