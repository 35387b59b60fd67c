/** Composes what reads or writes the stored rows for minutes: exports, the data set and re-cleans. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { SleepingClock } from "../../shared/clock.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import { DATA_SET_WAKE, type ExportWake, type RecleanWake } from "../../shared/contracts/queues.ts";
import type { Logger } from "../../shared/log.ts";
import { ingestEntry } from "../../shared/platforms/registry.ts";
import { createDataSet } from "../data-set/create-data-set.ts";
import { createSnapshotRows } from "../data-set/snapshot-rows.ts";
import { createSnapshotStore } from "../data-set/snapshot-store.ts";
import type { Database } from "../db/run-batch.ts";
import { createClickHouseSource } from "../exports/clickhouse-source.ts";
import { createExports } from "../exports/create-exports.ts";
import { createExportStore } from "../exports/export-store.ts";
import type { ExportFiles } from "../exports/files.ts";
import { createRecleans } from "../recleans/create-recleans.ts";
import { createChangeReader } from "../recleans/read-changes.ts";
import { createRecleanRows } from "../recleans/reclean-rows.ts";
import { createRecleanStore } from "../recleans/reclean-store.ts";
import { PAGE_KEYS } from "../recleans/run-reclean.ts";

interface Parts {
  db: Database;
  clickhouse: ClickHouseClient;
  /** For statements that take minutes. */
  patientClickHouse: ClickHouseClient;
  files: ExportFiles;
  lock(name: string): LockApi;
  /** Says that stored rows are being corrected. */
  corrected(): Promise<void>;
  sendWake(wake: ExportWake | RecleanWake): Promise<void>;
  inBackground(work: Promise<unknown>): void;
  clock: SleepingClock;
  logger: Logger;
}

export function composeExports(parts: Parts) {
  const { db, clickhouse, patientClickHouse, files, lock, sendWake, clock, logger } = parts;
  const source = createClickHouseSource(patientClickHouse);
  const wakeExport = (id: string, cause: string) => sendWake({ kind: "export", export: id, cause });
  const exports = createExports({
    store: createExportStore(db),
    source,
    files,
    clock,
    logger: logger.child({ component: "exports" }),
    lock,
    wake: wakeExport,
    inBackground: parts.inBackground,
  });
  const dataSet = createDataSet({
    store: createSnapshotStore(db),
    source,
    rows: createSnapshotRows(patientClickHouse),
    files,
    clock,
    logger: logger.child({ component: "data-set" }),
    lock: lock("data-set"),
    wake: (cause) => wakeExport(DATA_SET_WAKE, cause),
  });
  const recleans = createRecleans({
    store: createRecleanStore(db),
    rows: createRecleanRows(patientClickHouse),
    reader: createChangeReader(clickhouse),
    entry: ingestEntry,
    lock,
    pageKeys: PAGE_KEYS,
    corrected: parts.corrected,
    wake: (id, cause) => sendWake({ kind: "reclean", reclean: id, cause }),
    clock,
    logger: logger.child({ component: "recleans" }),
  });
  return { exports, dataSet, recleans };
}
