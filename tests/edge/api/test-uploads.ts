/** Accepts uploads over a real ledger and a real bucket without a consumer: what is accepted waits. */
import { env } from "cloudflare:workers";
import type { IngestLedgerApi } from "../../../shared/contracts/ingest-ledger.ts";
import { ingestEntry } from "../../../shared/platforms/registry.ts";
import { receiveUpload } from "../../../workers/ingest/upload/receive.ts";
import type { UploadServices, Uploads } from "../../../workers/ingest/upload/upload-request.ts";
import { r2Store } from "../../../workers/storage/r2-store.ts";
import { TAKES_ALL } from "../ingest/takes-all.ts";

interface TestServices extends UploadServices {
  /** Without totals no node's progress is checked. */
  ledger: UploadServices["ledger"] & Partial<Pick<IngestLedgerApi, "uploadTotals">>;
}

/** @param over replaces parts */
export function testUploads(now: () => number, over: Partial<TestServices> = {}): Uploads {
  const services: TestServices = {
    ledger: env.INGEST_LEDGER.get(env.INGEST_LEDGER.newUniqueId()),
    store: r2Store(env.SPOOL),
    entry: ingestEntry,
    quality: TAKES_ALL,
    clock: { now },
    newId: () => crypto.randomUUID(),
    checkLease: async () => {
      throw new Error("no lease here");
    },
    ...over,
  };
  return {
    receive: (request, place) => receiveUpload(services, request, place),
    receipt: async (sender, id) => services.ledger.uploadReceipt(sender, id),
    totals: async (sender, ids) => (await services.ledger.uploadTotals?.(sender, ids)) ?? [],
    // Nothing stores rows here, so waiting would only take time.
    wait: async (sender, id) => {
      const receipt = await services.ledger.uploadReceipt(sender, id);
      return receipt && { ...receipt, state: "stored" };
    },
  };
}
