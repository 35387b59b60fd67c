import type {
  CompanyAction,
  CompanyClaim,
  CompanyEvent,
  CompanyExport,
  CompanyFilter,
  CompanyLedgerApi,
  CompanyName,
  CompanyPlace,
  CompanyState,
  CompanyStats,
  CompanyWork,
  QueuedCompany,
} from "../../shared/contracts/company-ledger.ts";
import type {
  Holding,
  LedgerResult,
  PageProgress,
  SaveResult,
  Settlement,
} from "../../shared/contracts/keyword-ledger.ts";
import type { PageEnd } from "../../shared/contracts/pending-page.ts";
import type { KeywordState, Platform } from "../../shared/contracts/platform.ts";
import { type CompanyWake, crawlQueueBinding } from "../../shared/contracts/queues.ts";
import { COMPANY_STATES } from "../../shared/contracts/vocabulary.ts";
import { migrate } from "../base/migrate.ts";
import { objectLogger } from "../base/object-log.ts";
import { refused } from "../keyword-ledger/actions.ts";
import { expire, settle } from "../keyword-ledger/claims.ts";
import { saveProgress, writeHeld } from "../keyword-ledger/holder-writes.ts";
import { LEASE_RULES, RunLedger } from "../keyword-ledger/run-ledger.ts";
import type { LedgerSettings } from "../keyword-ledger/settings.ts";
import { LeaseEngine } from "../lease-engine/engine.ts";
import { act, claim, clean, collect, collectStale, expireClean, release, settleClean } from "./cleaning.ts";
import { MIGRATIONS } from "./migrations.ts";
import { claimPull, countOwn, pull, stopPull } from "./pulls.ts";
import { companySettings, platformOfLedger } from "./settings.ts";
import { openTables, type Tables } from "./tables.ts";
import { readWorkId, workId } from "./work-id.ts";

/** The ledger exported its changes up to this one. */
const EXPORTED = "companies-exported";
/** Work that is on its way: a run of the schedule releases less while there is more of it. */
const AT_WORK = ["ready", "waiting", "queued", "held", "running"] as const;

/**
 * The companies of one platform whose own pages are fetched (A9), and the pulls of their postings: the second user of the
 * lease engine. The object is named by its platform. Work is released by the schedule or asked for by a person; lanes of
 * the edge claim it, woken through the platform's crawl queue.
 */
export class CompanyLedger extends RunLedger implements CompanyLedgerApi {
  readonly engine: LeaseEngine;
  /** Tests set their own. */
  settings: LedgerSettings;
  /** Sends a wake-up to the platform's crawl queue; tests set their own. */
  sendWake: (message: CompanyWake) => Promise<unknown>;
  protected readonly tables: Tables;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.settings = companySettings(env, platformOfLedger(ctx.id.name));
    this.sendWake = (message) => env[crawlQueueBinding(message.platform)].send(message);
    this.engine = new LeaseEngine(ctx.storage, LEASE_RULES, this.settings.lease, {
      log: objectLogger(env, "company-ledger"),
      expired: (item, now) => {
        this.progress.lost(item.id, item.holder, now);
        if (readWorkId(item.id).work === "clean") return expireClean(this.tables, item, this.settings, now);
        return expire(this.tables, item, this.settings, now);
      },
      // A company is dispatched as soon as it is released: only what went wrong is worth a line.
      note: (id, type, now) => {
        if (type !== "dispatched") this.tables.timeline.add(id, now, type, null);
      },
      wake: (cause) => this.#wake(cause),
    });
    this.tables = openTables(
      ctx.storage.sql,
      this.engine.work,
      () => this.#platform(),
      () => this.settings.limits,
      () => this.engine.clock.uuid(),
    );
    ctx.blockConcurrencyWhile(async () => {
      migrate(ctx.storage, MIGRATIONS);
      await this.engine.restore();
    });
  }

  async collect(companies: CompanyName[]): Promise<number> {
    return this.engine.write(
      (now) => companies.filter((company) => collect(this.tables, company, now)).length,
    );
  }

  async collectStale(companies: CompanyName[], before: number): Promise<number> {
    return this.engine.write(
      (now) => companies.filter((company) => collectStale(this.tables, company, before, now)).length,
    );
  }

  async release(limit: number, cause: string): Promise<number> {
    const { work } = this.engine;
    const released = await this.engine.commit(cause, (now) => {
      const room = limit - work.inPhase(...AT_WORK);
      return room > 0 ? release(this.tables, room, now) : 0;
    });
    // A wake-up that was lost would be missed only after WAKE_MS; where nobody runs, one more costs a message.
    if (released === 0 && work.inPhase("queued") > 0 && work.inPhase("running") === 0)
      await this.#wake(cause);
    return released;
  }

  async clean(company: CompanyName, priority: number, actor: string): Promise<QueuedCompany> {
    await this.engine.commit(actor, (now) => clean(this.tables, company, priority, actor, now));
    return this.#company(company.company_key);
  }

  async pull(company: CompanyName, priority: number, actor: string): Promise<LedgerResult<QueuedCompany>> {
    const asked = await this.engine.commit(actor, (now) =>
      pull(this.tables, company, this.#platform(), priority, actor, now),
    );
    return asked.ok ? { ok: true, value: this.#company(company.company_key) } : asked;
  }

  async stopPull(companyKey: string, actor: string): Promise<LedgerResult<QueuedCompany>> {
    const stopped = await this.engine.commit(actor, (now) => stopPull(this.tables, companyKey, actor, now));
    return stopped.ok ? { ok: true, value: this.#company(companyKey) } : stopped;
  }

  async act(
    companyKey: string,
    action: CompanyAction,
    actor: string,
  ): Promise<LedgerResult<QueuedCompany | null>> {
    const done = await this.engine.commit(actor, (now) => {
      // Somebody who removes a company does not want its postings any more.
      if (action === "remove") stopPull(this.tables, companyKey, actor, now);
      return act(this.tables, companyKey, action, actor, now);
    });
    // The company is read after the change, because due work is queued only when that is complete.
    return done.ok ? { ok: true, value: this.tables.companies.get(companyKey) } : done;
  }

  async get(companyKey: string): Promise<QueuedCompany | null> {
    return this.tables.companies.get(companyKey);
  }

  async states(
    companyKeys: string[],
  ): Promise<Pick<QueuedCompany, "company_key" | "state" | "cleaned_at">[]> {
    return this.tables.companies.states(companyKeys);
  }

  async list(filter: CompanyFilter, limit: number, after?: CompanyPlace): Promise<QueuedCompany[]> {
    return this.tables.companies.list(filter, limit, after);
  }

  async events(
    companyKey: string,
    work: CompanyWork,
    limit: number,
    beforeSeq?: number,
  ): Promise<CompanyEvent[]> {
    return this.tables.timeline.list(workId(work, companyKey), limit, beforeSeq);
  }

  claim(holder: string, limit: number): Promise<CompanyClaim[]> {
    return this.engine.commit(holder, (now) =>
      this.engine.work.lease(holder, limit, now).map((item) => {
        this.progress.claimed(item.id, now);
        return readWorkId(item.id).work === "clean"
          ? claim(this.tables, item, this.#platform(), this.engine.clock.uuid(), now)
          : claimPull(this.tables, item, this.#platform(), now);
      }),
    );
  }

  async holding(id: string, fence: number): Promise<LedgerResult<Holding>> {
    return writeHeld(this.engine, this.tables, id, fence, (item) => {
      const isPull = readWorkId(id).work === "pull";
      const { keyword, city, channel } = isPull ? this.tables.keywords.search(id) : NO_SEARCH;
      const run_id = (isPull && this.tables.runs.runId(id)) || "";
      return { holder: item.holder ?? "", run_id, keyword, city, channel };
    });
  }

  async saveProgress(id: string, fence: number, pages: PageProgress[]): Promise<LedgerResult<SaveResult>> {
    return writeHeld(this.engine, this.tables, id, fence, (item, now) => {
      const { result, saved } = saveProgress(this.tables, this.progress, item, pages, now);
      countOwn(this.tables, id, result.run.run_id, saved);
      return result;
    });
  }

  settle(id: string, fence: number, settlement: Settlement): Promise<LedgerResult<{ state: KeywordState }>> {
    return this.engine.commit("settle", (now): LedgerResult<{ state: KeywordState }> => {
      const held = this.engine.check(id, fence, now);
      if (!held.ok) return refused(id, held.code);
      const random = this.engine.clock.random();
      const settled = settle(this.tables, held.value, settlement, this.settings, now, random);
      this.tables.companies.change(readWorkId(id).companyKey, now);
      if (settled.ok) this.progress.settled(id, held.value.holder, false, now);
      return settled;
    });
  }

  settleClean(
    id: string,
    fence: number,
    end: PageEnd | Settlement,
  ): Promise<LedgerResult<{ state: CompanyState }>> {
    return this.engine.commit("settle", (now): LedgerResult<{ state: CompanyState }> => {
      const held = this.engine.check(id, fence, now);
      if (!held.ok) return refused(id, held.code);
      const random = this.engine.clock.random();
      const settled = settleClean(this.tables, held.value, end, this.settings, now, random);
      if (settled.ok) this.progress.settled(id, held.value.holder, false, now);
      return settled;
    });
  }

  async stats(): Promise<CompanyStats> {
    const { work } = this.engine;
    const counts = work.counts();
    const states = Object.fromEntries(COMPANY_STATES.map((state) => [state, 0])) as CompanyStats["states"];
    for (const { state, phase, n } of counts) {
      const known = COMPANY_STATES.find((one) => one === state);
      if (known && phase !== "gone") states[known] += n;
    }
    const waiting = counts.find(({ state, phase }) => state === "pending" && phase === "resting")?.n ?? 0;
    return {
      platform: this.#platform(),
      states,
      waiting,
      active: work.inPhase(...AT_WORK),
      pulls: this.ctx.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM keywords").one().n,
    };
  }

  async toExport(limit: number): Promise<CompanyExport> {
    const after = this.tables.marks.reached(EXPORTED);
    const companies = this.tables.companies.changedAfter(after, limit);
    return { companies, through: companies.at(-1)?.changed_at ?? after };
  }

  async exported(through: number): Promise<void> {
    this.tables.marks.reach(EXPORTED, through);
  }

  #platform(): Platform {
    return platformOfLedger(this.ctx.id.name);
  }

  async #wake(cause: string): Promise<void> {
    await this.sendWake({ kind: "companies", platform: this.#platform(), cause });
  }

  #company(companyKey: string): QueuedCompany {
    const company = this.tables.companies.get(companyKey);
    if (!company) throw new Error(`company ${companyKey} was not stored`);
    return company;
  }
}

const NO_SEARCH = { keyword: "", city: "", channel: "web" } as const;
