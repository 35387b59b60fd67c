/** The interface of the ingest for the rest of the Worker. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import type { AcceptResult, IngestBatch } from "../../shared/contracts/ingest.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { SeenClient } from "../../shared/contracts/seen-index.ts";
import type { Logger } from "../../shared/log.ts";
import { ingestEntry } from "../../shared/platforms/registry.ts";
import type { BlobStore } from "../../shared/storage.ts";
import { ClickHouseRejected } from "../clickhouse/errors.ts";
import { insertLines } from "../clickhouse/insert.ts";
import type { QualityCheck } from "../quality/quality-check.ts";
import { acceptBatch } from "./accept.ts";
import { cleanUpBatches } from "./clean-up.ts";
import { consumeIngest, type IngestReport } from "./consume.ts";
import type { ConsumeServices } from "./ingest-services.ts";
import { type SweepReport, sweepSpool } from "./sweep.ts";
import type { UploadSlot } from "./upload/admission.ts";
import { receiveUpload } from "./upload/receive.ts";
import type { Received, UploadRequest, UploadServices } from "./upload/upload-request.ts";

export interface Ingest {
  accept(batch: IngestBatch): Promise<AcceptResult>;
  upload(request: UploadRequest, slot: UploadSlot): Promise<Received>;
  /** @param timeMs no group is started after this time */
  consume(cause: string, timeMs: number): Promise<IngestReport>;
  sweep(): Promise<SweepReport>;
  /** @param before Unix ms @param dry only counts */
  cleanUp(before: number, dry?: boolean): Promise<number>;
}

/** An invocation may make 10,000; the rest is left for what the caller did before. */
const SUBREQUESTS = 9000;

interface Parts {
  ledger: IngestLedgerApi;
  store: BlobStore;
  seen: SeenClient;
  quality: QualityCheck;
  clickhouse: ClickHouseClient;
  clock: Clock;
  logger: Logger;
  pushTarget: ConsumeServices["pushTarget"];
  checkLease: UploadServices["checkLease"];
}

export function createIngest(parts: Parts): Ingest {
  const { ledger, clickhouse } = parts;
  const logger = parts.logger.child({ component: "ingest" });
  const services = {
    ...parts,
    logger,
    entry: ingestEntry,
    newId: () => crypto.randomUUID(),
    inserter: {
      insertLines: insertLines.bind(null, clickhouse),
      isRejected: (error: unknown) => error instanceof ClickHouseRejected,
    },
  };
  return {
    accept: (batch) => acceptBatch(services, batch),
    upload: (request, slot) => receiveUpload(services, request, slot),
    consume: (cause, timeMs) =>
      consumeIngest(services, { holder: `edge:${cause}`, timeMs, subrequests: SUBREQUESTS }),
    sweep: () => sweepSpool(services),
    cleanUp: (before, dry) => (dry ? ledger.countSettled(before) : cleanUpBatches(ledger, before)),
  };
}
