/** Composes the quality of the rows: the check of each batch, and the daily report. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import type { Config } from "../../shared/config.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import type { Logger } from "../../shared/log.ts";
import { askSoon } from "../clickhouse/ask.ts";
import type { Database } from "../db/run-batch.ts";
import { createRefreshStore } from "../facts/refresh-store.ts";
import type { SendMail } from "../notify/mail.ts";
import { createQuality } from "../quality/create-quality.ts";
import { createQualityCheck, isolateBaselines } from "../quality/quality-check.ts";
import { createQualityStore } from "../quality/quality-store.ts";

interface Parts {
  config: Config;
  db: Database;
  clickhouse: ClickHouseClient;
  ledger: Pick<IngestLedgerApi, "status" | "newestStored">;
  lock: LockApi;
  sendMail: SendMail | null;
  clock: Clock;
  logger: Logger;
}

export function composeQuality({ config, db, clickhouse, ledger, lock, sendMail, clock, ...parts }: Parts) {
  const store = createQualityStore(db);
  const logger = parts.logger.child({ component: "quality" });
  const qualityCheck = createQualityCheck({
    readBaselines: () => store.baselines(),
    modes: config.QUALITY_CHECK,
    minRows: config.QUALITY_MIN_ROWS,
    minDays: config.QUALITY_MIN_DAYS,
    cache: isolateBaselines,
    clock,
    logger,
  });
  const quality = createQuality({
    clickhouse,
    ask: askSoon(clickhouse),
    store,
    state: createRefreshStore(db, "quality"),
    lock,
    newestStored: () => ledger.newestStored(),
    quarantine: async () => {
      const { quarantined_batches: waiting, quarantined_rows: rows } = await ledger.status();
      return { batches: waiting, rows };
    },
    sendMail,
    reportTo: config.QUALITY_REPORT_TO ?? [],
    publicUrl: config.PUBLIC_URL,
    clock,
    logger,
  });
  return { qualityCheck, quality };
}
