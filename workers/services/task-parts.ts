/** Composes what the kinds of tasks use beside the services of others. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { SleepingClock } from "../../shared/clock.ts";
import type { Config } from "../../shared/config.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { DeliveryLedgerApi } from "../../shared/contracts/push.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { Services } from "../api/services.ts";
import { createCompanyImages } from "../company-images/company-images.ts";
import { createImageStore } from "../company-images/image-store.ts";
import { imagesBinding } from "../company-images/images-binding.ts";
import type { Database } from "../db/run-batch.ts";
import type { JobMatches } from "../duplicates/create-job-matches.ts";
import type { JobFacts } from "../facts/create-job-facts.ts";
import type { Ingest } from "../ingest/create-ingest.ts";
import type { SeenRebuilds } from "../ingest/create-rebuilds.ts";
import type { Resolver } from "../outgoing/resolver.ts";
import type { TargetStore } from "../push/target-store.ts";
import { createRowEdits } from "../row-edits/row-edits.ts";

interface Parts {
  config: Config;
  db: Database;
  /** This client waits for statements that take minutes. */
  clickhouse: ClickHouseClient;
  images: Parameters<typeof imagesBinding>[0];
  store: BlobStore;
  gate: Services["gate"];
  resolver: Resolver;
  ingest: Ingest;
  ledger: Pick<IngestLedgerApi, "uploadReceipt"> & DeliveryLedgerApi;
  targets: TargetStore;
  seenRebuilds: SeenRebuilds;
  jobFacts: JobFacts;
  jobMatches: JobMatches;
  clock: SleepingClock;
}

export function composeTaskParts(parts: Parts) {
  const { config, db, clickhouse, store, gate, resolver, ingest, ledger, targets, clock } = parts;
  const { seenRebuilds, jobFacts, jobMatches } = parts;
  return {
    rows: createRowEdits({ clickhouse, corrected: () => jobFacts.corrected() }),
    images: createCompanyImages({
      clickhouse,
      images: createImageStore(db),
      store,
      makeWebp: imagesBinding(parts.images),
      config,
      gate,
      resolver,
      clock,
    }),
    uploads: {
      receive: ingest.upload,
      receipt: (sender: string, id: string) => ledger.uploadReceipt(sender, id),
    },
    push: {
      listDeadDeliveries: (...all: Parameters<DeliveryLedgerApi["listDeadDeliveries"]>) =>
        ledger.listDeadDeliveries(...all),
      replayDeliveries: (...all: Parameters<DeliveryLedgerApi["replayDeliveries"]>) =>
        ledger.replayDeliveries(...all),
      async exists(targetId: string) {
        const target = await targets.find(targetId);
        return target !== null && target.deletedAt === null;
      },
    },
    seenRebuilds,
    jobFacts,
    jobMatches,
  };
}
