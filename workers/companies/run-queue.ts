/**
 * Keeps the cleaning queues going (A9): companies of stored postings enter once, a bounded number of them is released to
 * the lanes, and what the queues changed is written to ClickHouse, where lists of companies read it. Everything is done in
 * bulk from what is stored, so that a crawl writes nothing more for it. Safe to repeat, and after a crash: a company that
 * is in a queue already is not added again, and changes stay in the queue until they are confirmed.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { CompanyLedgerApi, CompanyName } from "../../shared/contracts/company-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Logger } from "../../shared/log.ts";
import { companyCleaningLine } from "../../shared/tables/company-cleaning.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { staleCompanies } from "../clickhouse/queries/stale-companies.ts";
import { uncleanedCompanies } from "../clickhouse/queries/uncleaned-companies.ts";
import { runQuery } from "../clickhouse/query.ts";
import { shareOut } from "./share-out.ts";

/** A queue with so many companies that wait takes no more: they stay where they are, in ClickHouse. */
const MAX_WAITING = 1000;
/** Companies whose page is old are at most this share of those that enter in one run: new ones matter more. */
const MAX_STALE_SHARE = 0.2;
/** Rows per insert, and inserts of one ledger in one run; the rest waits for the next run. */
const EXPORT_BATCH = 1000;
const MAX_EXPORTS = 20;

export interface QueueServices {
  clickhouse: ClickHouseClient;
  /** Platforms that the edge crawls, each with its queue. */
  queues(): [Platform, CompanyLedgerApi][];
  /** False while nothing was stored and nothing is left over: no query may wake a ClickHouse that sleeps. */
  mayCollect(): Promise<boolean>;
  collected(found: number): Promise<void>;
  logger: Pick<Logger, "info" | "warn">;
}

export interface QueueLimits {
  /** Companies that enter in one run, of all platforms. */
  collect: number;
  /** Companies that are at work at once, of all platforms. */
  process: number;
  /** Pages that were fetched before this are old, Unix ms; null where no page counts as old. */
  staleBefore: number | null;
}

export interface QueueReport {
  collected: number;
  released: number;
  exported: number;
}

/** @throws ClickHouseUnavailable, ClickHouseRejected; companies that entered before that are released all the same */
export async function runCompanyQueue(
  services: QueueServices,
  { collect, process, staleBefore }: QueueLimits,
  cause: string,
): Promise<QueueReport> {
  const queues = services.queues();
  const report: QueueReport = { collected: 0, released: 0, exported: 0 };
  let failure: unknown;
  try {
    report.collected = await collectCompanies(services, queues, collect, staleBefore);
  } catch (error) {
    failure = error;
  }
  const stats = await Promise.all(queues.map(([, queue]) => queue.stats()));
  const shares = shareOut(
    process,
    stats.map(({ waiting, active }) => waiting + active),
  );
  for (const [at, [, queue]] of queues.entries()) {
    report.released += await queue.release(shares[at] ?? 0, cause);
  }
  // Work whose wake-up the queue refused is dispatched again.
  await Promise.all(queues.map(([, queue]) => queue.dispatch(cause)));
  if (failure !== undefined) throw failure;
  for (const [platform, queue] of queues) report.exported += await exportChanges(services, platform, queue);
  return report;
}

async function collectCompanies(
  { clickhouse, mayCollect, collected }: QueueServices,
  queues: readonly [Platform, CompanyLedgerApi][],
  all: number,
  staleBefore: number | null,
): Promise<number> {
  if (all === 0) return 0;
  const open: [Platform, CompanyLedgerApi][] = [];
  for (const queue of queues) if ((await queue[1].stats()).waiting < MAX_WAITING) open.push(queue);
  if (open.length === 0 || !(await mayCollect())) return 0;
  const platforms = open.map(([platform]) => platform);
  const again = await collectStale(clickhouse, open, Math.ceil(all * MAX_STALE_SHARE), staleBefore);
  const limit = all - again;
  const found = await runQuery(clickhouse, uncleanedCompanies, { platforms, per_platform: limit });
  const byPlatform = Map.groupBy(found, ({ platform }) => platform);
  const shares = shareOut(
    limit,
    open.map(([platform]) => byPlatform.get(platform)?.length ?? 0),
  );
  let added = again;
  for (const [at, [platform, queue]] of open.entries()) {
    const companies: CompanyName[] = (byPlatform.get(platform) ?? [])
      .slice(0, shares[at])
      .map(({ company_key, name }) => ({ company_key, name }));
    if (companies.length > 0) added += await queue.collect(companies);
  }
  await collected(found.length + again);
  return added;
}

/** Takes companies in again whose page is old. @returns how many */
async function collectStale(
  clickhouse: ClickHouseClient,
  open: readonly [Platform, CompanyLedgerApi][],
  limit: number,
  before: number | null,
): Promise<number> {
  if (before === null) return 0;
  const platforms = open.map(([platform]) => platform);
  const stale = await runQuery(clickhouse, staleCompanies, { platforms, before, limit });
  const byPlatform = Map.groupBy(stale, ({ platform }) => platform);
  let added = 0;
  for (const [platform, queue] of open) {
    const companies = byPlatform.get(platform)?.map(({ company_key, name }) => ({ company_key, name })) ?? [];
    if (companies.length > 0) added += await queue.collectStale(companies, before);
  }
  return added;
}

/** Writes what a queue changed since the last time. @returns rows */
async function exportChanges(
  { clickhouse }: Pick<QueueServices, "clickhouse">,
  platform: Platform,
  queue: CompanyLedgerApi,
): Promise<number> {
  let rows = 0;
  for (let batch = 0; batch < MAX_EXPORTS; batch++) {
    const { companies, through } = await queue.toExport(EXPORT_BATCH);
    const [first] = companies;
    if (!first) break;
    const lines = companies.map((company) => companyCleaningLine({ platform, ...company }));
    const token = `company-cleaning ${platform} ${first.changed_at}-${through}`;
    await insertLines(clickhouse, "company_cleaning", lines, token);
    await queue.exported(through);
    rows += companies.length;
    if (companies.length < EXPORT_BATCH) break;
  }
  return rows;
}
