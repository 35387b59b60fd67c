/** Counting and watching uploads, as schedule and API use them. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { UploadLogApi } from "../../shared/contracts/upload-log.ts";
import type { Logger } from "../../shared/log.ts";
import type { UploadWatch } from "../api/services.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { uploadSenders } from "../clickhouse/queries/upload-senders.ts";
import { uploadWindows } from "../clickhouse/queries/upload-windows.ts";
import { runQuery } from "../clickhouse/query.ts";
import type { Database } from "../db/one-batch.ts";
import { exportUploadLog } from "./export-log.ts";
import { createFindingStore } from "./finding-store.ts";
import { type WatchServices, watchUploads } from "./watch.ts";

interface Parts {
  db: Database;
  ledger: UploadLogApi;
  clickhouse: ClickHouseClient;
  logger: Logger;
  clock: { now(): number };
}

export function createUploadWatch({ db, ledger, clickhouse, logger, clock }: Parts): UploadWatch {
  const findings = createFindingStore(db);
  const services: WatchServices = {
    ledger,
    findings,
    clock,
    histories: (from, to, after_ip, limit) =>
      runQuery(clickhouse, uploadWindows, { from, to, after_ip, limit }),
    handFindings: (found) => {
      for (const { id, endedAt, ...finding } of found)
        logger.warn("watch.finding", { finding_id: id, ...finding, ended_at: endedAt });
    },
  };
  return {
    export: () =>
      exportUploadLog({ ledger, insert: (lines, token) => insertLines(clickhouse, "uploads", lines, token) }),
    watch: () => watchUploads(services),
    senders: (filter, limit, [after_ip, after_source] = ["", ""]) =>
      runQuery(clickhouse, uploadSenders, {
        from: clock.now() - 86_400_000,
        ip: filter.ip ?? null,
        source: filter.source ?? null,
        after_ip,
        after_source,
        limit,
      }),
    findings: (...all) => findings.list(...all),
    deleteFindingsBefore: (at) => findings.deleteEndedBefore(at),
  };
}
