/** When a keyword is searched again: after the fixed interval, or after its own (X17). */
import type { RecrawlMode, RecrawlReport } from "../../shared/contracts/recrawl.ts";
import { RECRAWL_MODES } from "../../shared/contracts/vocabulary.ts";
import {
  type CountedRun,
  type CrawlHabit,
  crawlHabit,
  forecastRecrawl,
  intervalOf,
  planRecrawl,
  REMEMBERED_RUNS,
  type RecrawlPlan,
} from "../../shared/domain/recrawl.ts";
import { HOUR_MS } from "../../shared/time.ts";
import type { Marks } from "./marks.ts";
import type { CurrentRun } from "./runs.ts";
import type { LedgerSettings } from "./settings.ts";

const MODE = "recrawl-mode";
/** A plan reads every keyword, so it is made by the hour; meanwhile one keyword more or less changes nothing. */
const PLAN_LIFE_MS = HOUR_MS;

type Settings = Pick<LedgerSettings, "recrawlMs" | "paceMs">;

export class Recrawl {
  readonly #sql: SqlStorage;
  readonly #marks: Marks;
  #mode: RecrawlMode | null = null;
  #plan: { madeAt: number; fixedMs: number; plan: RecrawlPlan } | null = null;

  constructor(sql: SqlStorage, marks: Marks) {
    this.#sql = sql;
    this.#marks = marks;
  }

  mode(): RecrawlMode {
    if (this.#mode === null) {
      const stored = this.#marks.get(MODE);
      this.#mode = RECRAWL_MODES.find((mode) => mode === stored) ?? "off";
    }
    return this.#mode;
  }

  setMode(mode: RecrawlMode): void {
    this.#marks.set(MODE, mode);
    this.#mode = null;
  }

  /** The habit of a keyword whose run ends now; null before a re-crawl has counted what was new. */
  habit(id: string, { run, fresh, changed }: CurrentRun, now: number): CrawlHabit | null {
    const before = this.#sql
      .exec<{ finished_at: number; pages: number; fresh: number | null; changed: number | null }>(
        `SELECT finished_at, pages, fresh, changed FROM run_history
           WHERE keyword_id = ? AND outcome NOT IN ('abandoned', 'skipped') ORDER BY seq DESC LIMIT ?`,
        id,
        REMEMBERED_RUNS,
      )
      .toArray();
    const ended = [{ finished_at: now, pages: run.pages, fresh, changed }, ...before];
    const counted = ended.flatMap((one, index): CountedRun[] => {
      const previous = ended[index + 1];
      if (!previous || one.fresh === null) return [];
      const changes = one.fresh + (one.changed ?? 0);
      return [{ requests: one.pages, changes, elapsedMs: one.finished_at - previous.finished_at }];
    });
    return counted.length === 0 ? null : crawlHabit(counted, run.reported ?? run.distinct);
  }

  /** @returns time after which a done keyword is due again; null for never */
  intervalMs(habit: CrawlHabit | null, settings: Settings, now: number): number | null {
    const { recrawlMs } = settings;
    if (recrawlMs === null || habit === null || this.mode() !== "on") return recrawlMs;
    return Math.round(intervalOf(habit, this.#planOf(recrawlMs, settings.paceMs, now)));
  }

  report(settings: Settings, now: number): RecrawlReport {
    const mode = this.mode();
    const { recrawlMs: fixedMs } = settings;
    if (fixedMs === null) return { mode, fixed_ms: null, ...NOTHING };
    const habits = this.#habits();
    const plan = this.#planOf(fixedMs, settings.paceMs, now, habits);
    const forecast = forecastRecrawl(habits, plan, fixedMs);
    return {
      mode,
      fixed_ms: fixedMs,
      keywords: forecast.keywords,
      changes_per_hour: habits.reduce((sum, { changesPerHour }) => sum + changesPerHour, 0),
      fixed_requests_per_day: forecast.fixedRequestsPerDay,
      adaptive_requests_per_day: forecast.adaptiveRequestsPerDay,
      adaptive_delay_ms: forecast.adaptiveDelayMs,
    };
  }

  #planOf(fixedMs: number, paceMs: number, now: number, habits?: CrawlHabit[]): RecrawlPlan {
    const known = this.#plan;
    if (habits === undefined && known?.fixedMs === fixedMs && now - known.madeAt < PLAN_LIFE_MS)
      return known.plan;
    const plan = planRecrawl(habits ?? this.#habits(), fixedMs, paceMs);
    this.#plan = { madeAt: now, fixedMs, plan };
    return plan;
  }

  #habits(): CrawlHabit[] {
    return this.#sql
      .exec<{ requests: number; changesPerHour: number }>(
        `SELECT crawl_requests AS requests, changes_per_hour AS changesPerHour FROM keywords
           WHERE deleted_at IS NULL AND crawl_requests IS NOT NULL AND changes_per_hour IS NOT NULL`,
      )
      .toArray();
  }
}

const NOTHING = {
  keywords: 0,
  changes_per_hour: 0,
  fixed_requests_per_day: 0,
  adaptive_requests_per_day: 0,
  adaptive_delay_ms: 0,
};
