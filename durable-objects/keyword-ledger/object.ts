import type { RecordOwner, RecordReach } from "../../shared/contracts/access.ts";
import type {
  EndedRun,
  Keyword,
  KeywordAction,
  KeywordChange,
  KeywordEvent,
  NewKeyword,
  RunPart,
} from "../../shared/contracts/keyword.ts";
import type {
  Claim,
  ClaimCaps,
  CoverageExport,
  CreateResult,
  EventFilter,
  Holding,
  KeywordLedgerApi,
  LedgerResult,
  LedgerStats,
  ListFilter,
  PageName,
  PageProgress,
  SaveResult,
  Settlement,
} from "../../shared/contracts/keyword-ledger.ts";
import type { KeywordState, Platform } from "../../shared/contracts/platform.ts";
import { type CrawlWake, crawlQueueBinding } from "../../shared/contracts/queues.ts";
import type { RecrawlMode, RecrawlReport } from "../../shared/contracts/recrawl.ts";
import type { Why } from "../../shared/contracts/task.ts";
import { makeKeywordId } from "../../shared/domain/keyword-id.ts";
import { migrate } from "../base/migrate.ts";
import { objectLogger } from "../base/object-log.ts";
import { LeaseEngine } from "../lease-engine/engine.ts";
import { actMany } from "./act-many.ts";
import { act, create, refused, runAll, update } from "./actions.ts";
import { claim, expire, roomWithin, settle } from "./claims.ts";
import { saveProgress, writeHeld } from "./holder-writes.ts";
import { MIGRATIONS } from "./migrations.ts";
import { LEASE_RULES, RunLedger } from "./run-ledger.ts";
import { type LedgerSettings, ledgerSettings, placeOfLedger } from "./settings.ts";
import { openTables, type Tables } from "./tables.ts";
import { why } from "./why.ts";

const NOBODY: RecordOwner = { ownerId: null, departmentId: null };

/**
 * Holds every keyword of one platform and shard: state, run, checkpoint, lease, due time, timeline. The object is
 * named `platform:shard`. Its alarm drives it; a message on the crawl queue is only a wake-up.
 */
export class KeywordLedger extends RunLedger implements KeywordLedgerApi {
  readonly engine: LeaseEngine;
  /** Tests set their own. */
  settings: LedgerSettings;
  /** Sends a wake-up to the platform's crawl queue; tests set their own. */
  sendWake: (message: CrawlWake) => Promise<unknown>;
  protected readonly tables: Tables;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.settings = ledgerSettings(env, placeOfLedger(ctx.id.name).platform);
    this.sendWake = (message) => env[crawlQueueBinding(message.platform)].send(message);
    this.engine = new LeaseEngine(ctx.storage, LEASE_RULES, this.settings.lease, {
      log: objectLogger(env, "keyword-ledger"),
      expired: (item, now) => {
        this.progress.lost(item.id, item.holder, now);
        return expire(this.tables, item, this.settings, now);
      },
      note: (id, type, now) => this.tables.timeline.add(id, now, type, null),
      wake: (cause) => this.#wake(cause),
    });
    this.tables = openTables(
      ctx.storage.sql,
      this.engine.work,
      () => this.#place().platform,
      () => this.settings.limits,
      () => this.engine.clock.uuid(),
    );
    ctx.blockConcurrencyWhile(async () => {
      migrate(ctx.storage, MIGRATIONS);
      await this.engine.restore();
    });
  }

  create(items: NewKeyword[], actor: string, owner = NOBODY): Promise<CreateResult[]> {
    const { platform } = this.#place();
    const foreignItem = items.find((item) => item.platform !== platform);
    if (foreignItem) throw new Error(`keyword of ${foreignItem.platform} sent to the ledger of ${platform}`);
    return this.engine.commit(actor, (now) => {
      // Ids are sorted so that the first of the keywords created together is the oldest.
      const ids = items.map(() => this.#newId(now)).sort();
      return items.map((item, index) =>
        create(this.tables, item, ids[index] ?? this.#newId(now), actor, owner, now),
      );
    });
  }

  async get(id: string): Promise<{ keyword: Keyword; parts: RunPart[] } | null> {
    const keyword = this.tables.keywords.get(id);
    return keyword && { keyword, parts: this.tables.runs.parts(id) };
  }

  async events(
    id: string,
    limit: number,
    { beforeSeq, ofOwner = false }: EventFilter = {},
  ): Promise<KeywordEvent[]> {
    const { timeline } = this.tables;
    return timeline.list(id, limit, beforeSeq, ofOwner ? timeline.firstOfOwner(id) : 0);
  }

  async why(id: string): Promise<Why | null> {
    return why(this.tables, this.ctx.storage.sql, id, this.engine.clock.now());
  }

  async list(filter: ListFilter, limit: number, afterId?: string): Promise<Keyword[]> {
    return this.tables.keywords.list(filter, limit, afterId);
  }

  act(id: string, action: KeywordAction, actor: string): Promise<LedgerResult<Keyword>> {
    return this.engine.commit(actor, (now) =>
      act(this.tables, id, action, actor, now, this.settings.recrawlMs),
    );
  }

  actMany(
    ids: string[],
    action: KeywordAction | { priority: number },
    actor: string,
    reach: RecordReach,
  ): Promise<LedgerResult<null>[]> {
    return this.engine.commit(actor, (now) =>
      actMany(this.tables, ids, action, { actor, reach }, now, this.settings.recrawlMs),
    );
  }

  update(id: string, change: KeywordChange, actor: string): Promise<LedgerResult<Keyword>> {
    return this.engine.commit(actor, (now) => update(this.tables, id, change, actor, now));
  }

  async findSearch(search: Pick<NewKeyword, "keyword" | "city" | "channel">): Promise<string | null> {
    const found = this.tables.keywords.findSearch(search);
    return found && !found.deleted ? found.id : null;
  }

  async runs(id: string, limit: number, beforeSeq?: number): Promise<{ seq: number; run: EndedRun }[]> {
    return this.tables.history.list(id, limit, beforeSeq);
  }

  runAll(actor: string, reach: RecordReach, afterId = ""): Promise<{ due: number; next: string | null }> {
    return this.engine.commit(actor, (now) => runAll(this.tables, reach, afterId, actor, now));
  }

  claim(holder: string, limit: number, caps: ClaimCaps = {}): Promise<Claim[]> {
    const { work } = this.engine;
    return this.engine.commit(holder, (now) => {
      const room = this.progress.mayClaim(holder, now) ? roomWithin(work, caps) : 0;
      return work.lease(holder, Math.min(limit, room), now).map((item) => {
        this.progress.claimed(item.id, now);
        return claim(this.tables, item, this.#place().platform, this.settings, now);
      });
    });
  }

  async holding(id: string, fence: number, page?: PageName): Promise<LedgerResult<Holding>> {
    return writeHeld(this.engine, this.tables, id, fence, (item) => {
      const { keyword, city, channel } = this.tables.keywords.search(id);
      const run_id = this.tables.runs.runId(id) ?? "";
      const holding: Holding = { holder: item.holder ?? "", run_id, keyword, city, channel };
      return page ? { ...holding, pending_hash: this.tables.pages.hashOf(id, page) } : holding;
    });
  }

  async heldBy(holder: string): Promise<number> {
    return this.engine.work.runningBy(holder);
  }

  async saveProgress(id: string, fence: number, pages: PageProgress[]): Promise<LedgerResult<SaveResult>> {
    return writeHeld(
      this.engine,
      this.tables,
      id,
      fence,
      (item, now) => saveProgress(this.tables, this.progress, item, pages, now).result,
    );
  }

  settle(id: string, fence: number, settlement: Settlement): Promise<LedgerResult<{ state: KeywordState }>> {
    const cause = this.tables.runs.runId(id) ?? "settle";
    return this.engine.commit(cause, (now): LedgerResult<{ state: KeywordState }> => {
      const held = this.engine.check(id, fence, now);
      if (!held.ok) return refused(id, held.code);
      const random = this.engine.clock.random();
      const settled = settle(this.tables, held.value, settlement, this.settings, now, random);
      const hasFailed = settlement.kind === "park" || settlement.kind === "retry";
      // After a refusal the lease goes on, and so does the time without a page.
      if (settled.ok) this.progress.settled(id, held.value.holder, hasFailed, now);
      return settled;
    });
  }

  async stats(): Promise<LedgerStats> {
    return this.tables.counters.read(this.#place().platform, this.engine.work, this.engine.clock.now());
  }

  async coverageToExport(limit: number): Promise<CoverageExport> {
    return { ...this.#place(), ...this.tables.coverageExports.next(limit) };
  }

  async coverageExported(through: number): Promise<void> {
    this.tables.coverageExports.confirm(through);
  }

  async recrawl(): Promise<RecrawlReport> {
    return this.tables.recrawl.report(this.settings, this.engine.clock.now());
  }

  async setRecrawl(mode: RecrawlMode): Promise<void> {
    this.tables.recrawl.setMode(mode);
  }

  #place(): { platform: Platform; shard: number } {
    return placeOfLedger(this.ctx.id.name);
  }

  #newId(now: number): string {
    const { platform, shard } = this.#place();
    return makeKeywordId(platform, shard, now, this.engine.clock.randomBytes(8));
  }

  async #wake(cause: string): Promise<void> {
    await this.sendWake({ kind: "crawl", ...this.#place(), cause });
  }
}
