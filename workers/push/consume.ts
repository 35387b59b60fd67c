/** The push queue's consumer: sends the due pushes of one target, a few at a time, until none is due. */
import type { Clock } from "../../shared/clock.ts";
import type { DeliveryEnd, DeliveryLedgerApi, LeasedDelivery } from "../../shared/contracts/push.ts";
import type { Logger } from "../../shared/log.ts";
import type { BlobStore } from "../../shared/storage.ts";
import { rawTexts } from "../ingest/raw-rows.ts";
import { SpoolDamaged } from "../ingest/spool-header.ts";
import type { Delivery, Sender } from "./deliver.ts";

/** Deliveries that a consumer leases at once; each needs some MB while it is sent. */
const LEASED_AT_ONCE = 4;
const SENT_AT_ONCE = 2;
/**
 * Limit per invocation, which may make 10,000 subrequests: a push needs six, and a few more when a host name has
 * several addresses.
 */
const MAX_PUSHES = 1000;

/** A target with its secret decrypted. */
export interface OpenTarget {
  id: string;
  url: string;
  secret: string;
  enabled: boolean;
  deletedAt: number | null;
}

export interface PushServices {
  ledger: Pick<DeliveryLedgerApi, "leaseDeliveries" | "endDelivery" | "stopEndpoint">;
  store: BlobStore;
  /** @returns null when no such target ever existed */
  target(id: string): Promise<OpenTarget | null>;
  sender: Sender;
  clock: Clock;
  logger: Logger;
}

export interface PushReport {
  pushed: number;
  failed: number;
}

/**
 * @param budgetMs no push is started after this time
 * @throws when ledger, spool or D1 do not answer; the leased pushes become due again when their lease expires
 */
export async function consumePushes(
  services: PushServices,
  targetId: string,
  budgetMs: number,
): Promise<PushReport> {
  const { ledger, clock } = services;
  const report: PushReport = { pushed: 0, failed: 0 };
  const target = await services.target(targetId);
  if (!target || target.deletedAt !== null || !target.enabled) {
    await ledger.stopEndpoint(targetId, target && target.deletedAt === null ? null : "the target is deleted");
    return report;
  }
  const deadline = clock.now() + budgetMs;
  for (let tried = 0; ; tried += LEASED_AT_ONCE) {
    const over = clock.now() >= deadline || tried >= MAX_PUSHES;
    // The last call leases none: it tells the ledger that this consumer is done with the target, so that it wakes
    // the next.
    const leased = await ledger.leaseDeliveries(targetId, over ? 0 : LEASED_AT_ONCE);
    if (leased.length === 0) return report;
    await sendAll(services, target, leased, report);
  }
}

async function sendAll(
  services: PushServices,
  target: OpenTarget,
  leased: LeasedDelivery[],
  report: PushReport,
): Promise<void> {
  const waiting = leased.values();
  let targetFails = false;
  const work = async () => {
    for (const push of waiting) {
      const end: DeliveryEnd = targetFails
        ? { done: false, kind: "released", error: "the target fails" }
        : await send(services, target, push);
      if (!end.done && end.kind === "target") targetFails = true;
      if (end.done) report.pushed++;
      else if (end.kind !== "released") report.failed++;
      await settle(services, push, end);
    }
  };
  await Promise.all(Array.from({ length: SENT_AT_ONCE }, work));
}

async function send(services: PushServices, target: OpenTarget, push: LeasedDelivery): Promise<DeliveryEnd> {
  const { batch_id: batchId } = push;
  const object = await services.store.getBytes(push.spool_key);
  if (object === null) return { done: false, kind: "lost", error: "the rows are no longer in the spool" };
  let body: string;
  try {
    body = pushBody(push, rawTexts(batchId, object));
  } catch (error) {
    if (!(error instanceof SpoolDamaged)) throw error;
    return { done: false, kind: "lost", error: `the spool object ${error.message}` };
  }
  const delivery = await services.sender.post(target, body, batchId);
  note(services.logger, target, push, delivery);
  return delivery.end;
}

/** Inserts the rows' JSON texts unchanged, so that parsing can't alter numbers or names. */
function pushBody(push: LeasedDelivery, rows: string[]): string {
  const {
    upload_id: uploadId,
    part,
    sender_batch_id: senderBatchId,
    platform,
    channel,
    data_type: dataType,
  } = push;
  const ids = { upload_id: uploadId, part, batch_id: senderBatchId };
  const head = JSON.stringify({ ...ids, platform, channel, data_type: dataType });
  return `${head.slice(0, -1)},"rows":[${rows.join(",")}]}`;
}

function note(
  logger: Logger,
  target: OpenTarget,
  push: LeasedDelivery,
  { end, status, tookMs }: Delivery,
): void {
  const { batch_id: delivery_id, upload_id, part } = push;
  const fields = { target_id: target.id, delivery_id, upload_id, part, status, ms: tookMs };
  if (end.done) logger.info("push.sent", fields);
  else logger.warn("push.failed", { ...fields, error: end.error });
}

async function settle(
  { ledger, store, logger }: PushServices,
  push: LeasedDelivery,
  end: DeliveryEnd,
): Promise<void> {
  const ended = await ledger.endDelivery(push.seq, push.fence, end);
  if (!ended.ok) {
    logger.warn("push.lost-lease", { delivery_id: push.batch_id, reason: ended.message });
    return;
  }
  if (ended.value === null) return;
  // The sweep deletes an object that remains here.
  await store
    .delete([ended.value])
    .catch((error) =>
      logger.warn("push.spool-not-deleted", { delivery_id: push.batch_id, error: String(error) }),
    );
}
