/** Statistics and watch of uploads, for the scheduled jobs and the API. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import type { UploadLogApi } from "../../shared/contracts/upload-log.ts";
import type { Logger } from "../../shared/log.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { uploadSenders } from "../clickhouse/queries/upload-senders.ts";
import { uploadWindows } from "../clickhouse/queries/upload-windows.ts";
import { runQuery } from "../clickhouse/query.ts";
import { runSearch } from "../clickhouse/search-query.ts";
import type { Database } from "../db/run-batch.ts";
import { exportUploadLog } from "./export-log.ts";
import { createFindingStore, type FindingStore } from "./finding-store.ts";
import { type WatchReport, type WatchServices, watchUploads } from "./watch.ts";

/** One sender of the last 24 hours. */
export interface UploadSender {
  ip: string;
  source: string;
  /** Unix ms. */
  last_at: number;
  uploads: number;
  /** Valid rows. */
  rows: number;
  invalid: number;
  bytes: number;
  /** Starts of the ten-minute windows with uploads, Unix ms; the two lists below have the same length. */
  ats: number[];
  uploads_by_window: number[];
  rows_by_window: number[];
}

export interface UploadWatch {
  /** @returns uploads exported to ClickHouse */
  export(): Promise<number>;
  watch(): Promise<WatchReport>;
  /** By address and source, strictly after the pair `after` when given. */
  senders(
    filter: { ip?: string | undefined; source?: string | undefined },
    limit: number,
    after?: [ip: string, source: string],
  ): Promise<UploadSender[]>;
  /** Open findings first, then the newest. */
  findings: FindingStore["list"];
  /** @returns ended findings deleted */
  deleteFindingsBefore(at: number, dry?: boolean): Promise<number>;
}

interface Parts {
  db: Database;
  ledger: UploadLogApi;
  clickhouse: ClickHouseClient;
  logger: Logger;
  clock: Clock;
}

export function createUploadWatch({ db, ledger, clickhouse, logger, clock }: Parts): UploadWatch {
  const findings = createFindingStore(db);
  const services: WatchServices = {
    ledger,
    findings,
    clock,
    histories: (from, to, after_ip, limit) =>
      runQuery(clickhouse, uploadWindows, { from, to, after_ip, limit }),
    emitFindings: (found) => {
      for (const { id, endedAt, ...finding } of found)
        logger.warn("watch.finding", { finding_id: id, ...finding, ended_at: endedAt });
    },
  };
  return {
    export: () =>
      exportUploadLog({ ledger, insert: (lines, token) => insertLines(clickhouse, "uploads", lines, token) }),
    watch: () => watchUploads(services),
    senders: (filter, limit, [after_ip, after_source] = ["", ""]) =>
      runSearch(clickhouse, uploadSenders, {
        from: clock.now() - 86_400_000,
        ip: filter.ip ?? null,
        source: filter.source ?? null,
        after_ip,
        after_source,
        limit,
      }),
    findings: (...all) => findings.list(...all),
    deleteFindingsBefore: (at, dry) => findings.deleteEndedBefore(at, dry),
  };
}
