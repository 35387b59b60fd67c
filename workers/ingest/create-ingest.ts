/** The ingest as the rest of the Worker uses it. */
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
import { acceptBatch } from "./accept.ts";
import { cleanUpBatches } from "./clean-up.ts";
import { consumeIngest, type IngestReport } from "./consume.ts";
import type { ConsumeServices } from "./ingest-services.ts";
import { type SweepReport, sweepSpool } from "./sweep.ts";
import type { Place } from "./upload/admission.ts";
import { type Received, receiveUpload, type UploadRequest, type UploadServices } from "./upload/receive.ts";

export interface Ingest {
  accept(batch: IngestBatch): Promise<AcceptResult>;
  upload(request: UploadRequest, place: Place): Promise<Received>;
  /** @param timeMs no group is begun after this time */
  consume(cause: string, timeMs: number): Promise<IngestReport>;
  sweep(): Promise<SweepReport>;
  /** @param before Unix ms */
  cleanUp(before: number): Promise<number>;
}

/** Of the 10,000 that an invocation may make, with room for what the caller did before. */
const SUBREQUESTS = 9000;

interface Parts {
  ledger: IngestLedgerApi;
  store: BlobStore;
  seen: SeenClient;
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
    upload: (request, place) => receiveUpload(services, request, place),
    consume: (cause, timeMs) =>
      consumeIngest(services, { holder: `edge:${cause}`, timeMs, subrequests: SUBREQUESTS }),
    sweep: () => sweepSpool(services),
    cleanUp: (before) => cleanUpBatches(ledger, before),
  };
}
