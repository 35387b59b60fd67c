/** Composes how rows come in: their uploads and batches, the watch of both, and what was seen of the rows. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import type { Config } from "../../shared/config.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { SeenClient } from "../../shared/contracts/seen-index.ts";
import type { UploadLogApi } from "../../shared/contracts/upload-log.ts";
import { placeOfKeyword } from "../../shared/domain/keyword-id.ts";
import type { Logger } from "../../shared/log.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { Services } from "../api/services.ts";
import type { Database } from "../db/run-batch.ts";
import { ingestAdmin } from "../ingest/admin.ts";
import { createIngest } from "../ingest/create-ingest.ts";
import { createSeenRebuilds } from "../ingest/create-rebuilds.ts";
import { leaseCheck } from "../ingest/upload/check-lease.ts";
import type { Uploads } from "../ingest/upload/upload-request.ts";
import { pushTargetOf } from "../push/target-cache.ts";
import type { TargetStore } from "../push/target-store.ts";
import type { QualityCheck } from "../quality/quality-check.ts";
import { createUploadWatch } from "../uploads/create-uploads.ts";

interface Parts {
  config: Pick<Config, "LEDGER_SHARDS">;
  db: Database;
  clickhouse: ClickHouseClient;
  store: BlobStore;
  seen: SeenClient;
  batches: IngestLedgerApi & UploadLogApi;
  /** The ledger of keywords, which says what a node holds. */
  ledger: Services["ledger"];
  targets: Pick<TargetStore, "enabled">;
  quality: QualityCheck;
  clock: Clock;
  logger: Logger;
}

export function composeIngest({ config, db, batches, ledger, targets, quality, ...parts }: Parts) {
  const { clickhouse, store, seen, clock, logger } = parts;
  const ingest = createIngest({
    ...{ quality, store, seen, clickhouse, clock, logger },
    ledger: batches,
    pushTarget: (dataType) => pushTargetOf(targets, dataType),
    checkLease: leaseCheck((id) => {
      const place = placeOfKeyword(id);
      // Reads must not create a Durable Object.
      return place && place.shard < config.LEDGER_SHARDS ? ledger(place.platform, place.shard) : null;
    }),
  });
  const uploads: Uploads = {
    receive: ingest.upload,
    receipt: (sender, id) => batches.uploadReceipt(sender, id),
    totals: (sender, ids) => batches.uploadTotals(sender, ids),
    wait: (sender, id, timeoutMs) => batches.waitForUpload(sender, id, timeoutMs),
  };
  return {
    ingest,
    ingestService: ingestAdmin(batches, store),
    uploads,
    uploadWatch: createUploadWatch({ db, ledger: batches, clickhouse, logger, clock }),
    seenRebuilds: createSeenRebuilds({
      ...{ db, seen, clickhouse, clock },
      logger: logger.child({ component: "ingest" }),
    }),
  };
}
