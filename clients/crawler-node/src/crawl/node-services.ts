/** The crawl engine's ports for one leased keyword on this node. */
import { randomUUID } from "node:crypto";
import type { SleepingClock } from "../../../../shared/clock.ts";
import type { CrawlConfig, CrawlLogger, CrawlServices } from "../../../../shared/crawl/crawl-services.ts";
import { classOf } from "../../../../shared/domain/retry-policy.ts";
import type {
  DetailAnswer,
  ListAnswer,
  PlatformAdapter,
  SearchQuery,
} from "../../../../shared/platforms/adapter.ts";
import { adapters } from "../../../../shared/platforms/registry.ts";
import type { NodeApi } from "../api/node-api.ts";
import type { Chromium } from "../fetch/chromium.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Router } from "../routes/router.ts";
import type { NodeTotals } from "../totals.ts";
import { acceptPort } from "./accept-port.ts";
import { failedPagePort } from "./failed-page-port.ts";
import { gatePort } from "./gate-port.ts";
import type { Lease } from "./lease.ts";
import { ledgerPort, withLease } from "./ledger-port.ts";
import { createFetcher, type PageFetcher } from "./list-fetcher.ts";
import type { Pacer } from "./pacer.ts";
import { pageFetchesPort } from "./page-fetches-port.ts";

export interface NodeParts {
  api: NodeApi;
  outbox: Outbox;
  clock: SleepingClock;
  logger: CrawlLogger;
  totals: NodeTotals;
  router: Router;
  chromium: Chromium | null;
  pacer: Pacer;
  /** Aborts pages under way. */
  abort: AbortSignal;
  /** Why nothing may be fetched now; null when it may. */
  obstacle(): string | null;
}

export function nodeServices(parts: NodeParts, lease: Lease, config: CrawlConfig): CrawlServices {
  const { api, outbox, clock, totals, router, chromium, pacer, abort, obstacle } = parts;
  const { claim } = lease;
  const logger = parts.logger.child({ keyword: claim.keyword, city: claim.city });
  const adapter = adapters[claim.platform];
  const fetcher = createFetcher(claim.platform, { config, adapter, router, chromium, signal: abort });
  const pages = pageLog(parts, lease, fetcher);
  const reader = withPageLog(adapter, pages);
  let paced = false;

  /** The engine asks the gate once for a burst, but each request of the burst keeps the node's pace. */
  async function paceRequest(): Promise<void> {
    if (!paced) await pacer.wait(claim.platform);
    paced = false;
  }

  return {
    config,
    clock,
    logger,
    source: `node:${api.nodeId}`,
    adapter: () => reader,
    ledger: () => ledgerPort({ api, outbox, clock, totals, lease }),
    gate: (platform) =>
      gatePort({
        api,
        clock,
        lease,
        platform,
        longWaitMs: config.INLINE_WAIT_MS + 1,
        obstacle,
        pace: async () => {
          await pacer.wait(platform);
          paced = true;
        },
      }),
    async fetchList(_platform, query) {
      await paceRequest();
      const fetched = await fetcher.list(query);
      if (!fetched.ok) pages.failed(query.page, fetched.reason, fetched.retryInMs !== undefined);
      return fetched;
    },
    async fetchPage(_platform, request) {
      await paceRequest();
      const fetched = await fetcher.page(request);
      if (!fetched.ok) pages.failed(null, fetched.reason, fetched.retryInMs !== undefined);
      return fetched;
    },
    pageFetches: pageFetchesPort({ api, clock, lease }),
    accept: acceptPort({ api, outbox, lease, logger }, adapter),
    async seenJobs(_platform, entries) {
      const { verdicts } = await withLease({ clock, lease }, () =>
        api.seen(claim.keyword_id, {
          fence: claim.fence,
          entries: entries.map(({ key, hash }) => ({ key, hash })),
        }),
      );
      return verdicts;
    },
    storeFailedPage: failedPagePort({ api, clock, lease, logger }),
    newId: randomUUID,
  };
}

interface PageLog {
  list(query: SearchQuery, read: ListAnswer): void;
  detail(what: string, read: DetailAnswer): void;
  /**
   * @param page null for the page of one posting or employer
   * @param isPostponed no request was sent
   */
  failed(page: number | null, reason: string, isPostponed: boolean): void;
}

/** Logs one line for each page. */
function pageLog({ logger, totals }: NodeParts, { claim }: Lease, fetcher: PageFetcher): PageLog {
  const common = () => {
    const { ms, route } = fetcher.last();
    return {
      run_id: claim.run_id,
      keyword_id: claim.keyword_id,
      platform: claim.platform,
      keyword: claim.keyword,
      city: claim.city,
      ms,
      proxy: route?.proxy?.id ?? null,
    };
  };
  const write = (fields: Record<string, unknown>, outcome: ListAnswer["outcome"], reason: string | null) => {
    const line = { ...common(), ...fields, outcome, ...(reason === null ? {} : { reason }) };
    if (classOf(outcome) === "good") logger.info("crawl.page", line);
    else {
      totals.failedPages++;
      logger.warn("crawl.page", line);
    }
  };
  return {
    list(query, { outcome, reason, items }) {
      fetcher.readAs(outcome);
      write({ page: query.page, filters: query.filters, rows: items.length }, outcome, reason);
    },
    detail(what, { outcome, reason, item }) {
      fetcher.readAs(outcome);
      write({ what, rows: item === null ? 0 : 1 }, outcome, reason);
    },
    failed(page, reason, isPostponed) {
      if (isPostponed) logger.info("crawl.page-postponed", { ...common(), page, reason });
      else write({ page, rows: 0 }, "network", reason);
    },
  };
}

/** The adapter, with a log line for each page that it reads. */
function withPageLog(adapter: PlatformAdapter, pages: PageLog): PlatformAdapter {
  return {
    ...adapter,
    readList(answer, query) {
      const read = adapter.readList(answer, query);
      pages.list(query, read);
      return read;
    },
    readDetail(answer) {
      const read = adapter.readDetail(answer);
      pages.detail("job_detail", read);
      return read;
    },
    readCompany(answer, key) {
      const read = adapter.readCompany(answer, key);
      pages.detail("company", read);
      return read;
    },
  };
}
