import type { Claim, PageProgress, Settlement } from "../../../shared/contracts/keyword-ledger.ts";
import type { Outcome, SearchFilters } from "../../../shared/contracts/platform.ts";
import type { GateAnswer, PermitReport } from "../../../shared/contracts/platform-gate.ts";
import { crawlKeyword } from "../../../shared/crawl/crawl-keyword.ts";
import type { CrawlServices } from "../../../shared/crawl/crawl-services.ts";
import type { FetchResult } from "../../../shared/crawl/fetch-result.ts";
import type { ListAnswer, SearchQuery } from "../../../shared/platforms/adapter.ts";
import type { BlobStore } from "../../../shared/storage.ts";
import { storeFailedPage } from "../../../workers/crawl/failed-page.ts";

/** Simulates a site of `total` rows, 10 per page; a test may replace the answer of a page. */
export interface Script {
  total?: number;
  answer?(query: SearchQuery): Partial<ListAnswer> | "cut" | undefined;
  gate?(asked: number): GateAnswer | undefined;
  refuse?(call: string): boolean;
  verdict?(key: string): "new" | "unchanged";
  claim?: Partial<Claim>;
  capRows?: number;
  pageMs?: number;
  commitMs?: number;
  delayMs?: number;
  children?(query: SearchQuery): SearchFilters[];
  /** Parts that the ledger closes unread when these pages are saved. */
  covered?(saved: PageProgress[]): number[];
  acceptFails?: boolean;
  keepFails?: boolean;
  inlineWaitMs?: number;
  /** Every browser is busy for this time, milliseconds. */
  browsersBusyMs?: number;
  /** Answers whether the lease still holds; asked while the lane waits. */
  held?(): boolean;
  /** True when reports to the gate fail. */
  deafGate?: boolean;
}

const PAGE_SIZE = 10;
const stale = { ok: false, code: "stale_lease", message: "fence 1 is not 2" } as const;

/** Crawls one keyword with services that follow the script, and notes what they were asked. */
export function stage(script: Script) {
  let now = 1_000_000;
  let asked = 0;
  let batch = 0;
  const calls: string[] = [];
  const pages: PageProgress[] = [];
  const reports: PermitReport[] = [];
  const kept: Record<string, string> = {};
  const settled: Settlement[] = [];
  const stored: string[] = [];
  const givenBack: string[] = [];
  const run = {
    run_id: "0b9a4d0e-0000-4000-8000-000000000001",
    started_at: now,
    finished_at: null,
    pages: 0,
    rows: 0,
    distinct: 0,
    invalid: 0,
    reported: null,
    early_stopped: false,
  };
  const part = (number: number, filters: SearchFilters = {}) =>
    ({ part: number, parent: null, filters, state: "open", page: 0, reported: null, rows: 0 }) as const;
  const claim: Claim = {
    keyword_id: "k1",
    platform: "qcwy",
    keyword: "Java",
    city: "上海",
    channel: "web",
    run_id: run.run_id,
    fence: 1,
    lease_until: now + 60_000,
    attempt: 1,
    parts: [part(0)],
    run,
    recrawl: false,
    stale_pages: 0,
    ...script.claim,
  };
  const settings = {
    delay_ms: script.delayMs ?? 0,
    jitter_ms: 0,
    concurrency: 4,
    timeout_ms: 1000,
    early_stop_pages: 2,
    cap_rows: script.capRows ?? 1000,
    breaker_cooldown_ms: 1000,
    breaker_failures: 5,
  };
  const guard = (call: string) => {
    calls.push(call);
    return script.refuse?.(call) ?? false;
  };
  const quiet = { child: () => quiet, debug() {}, info() {}, warn() {}, error() {} };
  let parts = 0;

  const bucket = {
    async put(key: string, body: string) {
      if (script.keepFails) throw new Error("bucket is gone");
      kept[key] = body;
    },
  } as unknown as BlobStore;
  const services = {
    config: {
      platforms: { qcwy: settings },
      INLINE_WAIT_MS: script.inlineWaitMs ?? 100,
      COMMIT_MS: script.commitMs ?? 0,
      LEASE_MS: 60_000,
    },
    clock: {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
      },
    },
    logger: quiet,
    adapter: () => ({
      pageSize: PAGE_SIZE,
      readList: (answer: { body: string }) => JSON.parse(answer.body),
      splitQuery: (query: SearchQuery) => script.children?.(query) ?? [],
      jobKey: (row: string) => row,
    }),
    ledger: () => ({
      saveProgress: async (_id: string, _fence: number, saved: PageProgress[]) => {
        if (guard(`save ${saved.map((page) => `${page.part}/${page.page}`).join(" ")}`)) return stale;
        pages.push(...saved.map((page) => ({ ...page })));
        return {
          ok: true,
          value: {
            lease_until: now,
            run: { ...run, rows: stored.length },
            stale_pages: 0,
            ...(script.covered && { covered: script.covered(saved) }),
          },
        };
      },
      splitPart: async (_id: string, _fence: number, parent: number, children: SearchFilters[]) => {
        guard(`split ${parent}`);
        return { ok: true, value: { parts: children.map((filters) => part(++parts, filters)) } };
      },
      settle: async (_id: string, _fence: number, settlement: Settlement) => {
        guard(`settle ${settlement.kind}`);
        settled.push(settlement);
        return { ok: true, value: { state: "done" } };
      },
      note: async () => (guard("note") ? stale : { ok: true, value: null }),
      ...(script.held && { holding: async () => (script.held?.() ? { ok: true, value: {} } : stale) }),
      renew: async () => ({ ok: true, value: { lease_until: now } }),
    }),
    gate: () => ({
      exchange: async (used: PermitReport[], want: number): Promise<GateAnswer> => {
        if (script.deafGate && used.length > 0) throw new Error("gate is gone");
        reports.push(...used);
        if (want === 0) return { permits: [], wait_ms: 0, breaker: "closed" };
        return script.gate?.(asked++) ?? { permits: [`p${asked}`], wait_ms: 0, breaker: "closed" };
      },
      giveBack: async (permits: string[]) => {
        givenBack.push(...permits);
      },
    }),
    fetchList: async (_platform: string, query: SearchQuery): Promise<FetchResult> => {
      now += script.pageMs ?? 1;
      calls.push(`fetch ${query.page}${Object.values(query.filters).join()}`);
      if (script.browsersBusyMs !== undefined)
        return { ok: false, reason: "busy", retryInMs: script.browsersBusyMs };
      const special = script.answer?.(query);
      if (special === "cut") return { ok: false, reason: "connection cut" };
      const total = script.total ?? 25;
      const from = (query.page - 1) * PAGE_SIZE;
      const items = Array.from(
        { length: Math.max(0, Math.min(PAGE_SIZE, total - from)) },
        (_, at) => `j${from + at}`,
      );
      const list = {
        outcome: "ok" as Outcome,
        reason: null,
        retryAfterMs: null,
        items,
        total,
        last: from + PAGE_SIZE >= total,
        ...special,
      };
      return { ok: true, answer: { status: 200, headers: {}, body: JSON.stringify(list) } };
    },
    accept: async ({ rows }: { rows: string[] }) => {
      if (script.acceptFails) throw new Error("spool is full");
      calls.push(`accept ${rows.length}`);
      stored.push(...rows);
      const entries = rows.map((key, index) => ({ index, key, hash: "h" }));
      return { batch_id: String(++batch), replayed: false, received: rows.length, entries, invalid: [] };
    },
    seenJobs: async (_platform: string, entries: { key: string }[]) =>
      entries.map(({ key }) => script.verdict?.(key) ?? "new"),
    storeFailedPage: (...page: Parameters<CrawlServices["storeFailedPage"]>) =>
      storeFailedPage(bucket, now, ...page),
    newId: () => crypto.randomUUID(),
  };
  const start = (deadline = now + 1e9) =>
    // The stage implements the part of CrawlServices that a lane uses.
    crawlKeyword(services as unknown as CrawlServices, 0, claim, () =>
      now >= deadline ? "time budget" : null,
    );
  return { start, calls, pages, reports, givenBack, kept, settled, stored, now: () => now };
}
