/**
 * The ingest queue's consumer: takes frozen groups one after the other, inserts each once per table, marks
 * SeenIndex and confirms. The consumer may die at any point: the next holder takes the same group with the
 * same selection and repeats its inserts under the same tokens.
 */
import type { FrozenGroup } from "../../shared/contracts/ingest-ledger.ts";
import { GROUP_LIMITS } from "../../shared/contracts/ingest-ledger.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { insertPriority } from "../clickhouse/insert-priority.ts";
import { releaseBytes } from "./buffer-pool.ts";
import type { ConsumeServices } from "./ingest-services.ts";
import { INSERT_STAGES } from "./line-inserter.ts";
import { linesByTable } from "./lines-by-table.ts";
import { type GroupedBatch, openBatch } from "./open-batch.ts";
import { unpackSpool } from "./pack-spool.ts";
import { askedOf, countRows, type SeenScope, seenScopes, selectRows } from "./select-rows.ts";
import { SpoolDamaged } from "./spool-header.ts";
import { type SpoolReader, spoolReader } from "./spool-reader.ts";

export interface IngestBudget {
  /** Identifies this invocation in the ledger. */
  holder: string;
  /** No group is started after this time, milliseconds; it is far below a consumer's 15 minutes. */
  timeMs: number;
  /** Limit of subrequests; an invocation may make 10,000, and each batch needs one read. */
  subrequests: number;
}

export interface IngestReport {
  groups: number;
  batches: number;
  /** Rows inserted as new or changed. */
  stored: number;
  duplicates: number;
  /** Why the consumer stopped; `idle` when the ledger had no more groups. */
  stopped: "idle" | "budget" | "unavailable";
}

/** Limit of the calls that one group makes besides its reads: ledger, SeenIndex shards, inserts, deletes. */
const CALLS_PER_GROUP = 100;

/** @throws when the ledger itself does not answer; the queue delivers the wake-up again */
export async function consumeIngest(services: ConsumeServices, budget: IngestBudget): Promise<IngestReport> {
  const { ledger, clock } = services;
  const deadline = clock.now() + budget.timeMs;
  const reader = spoolReader(services.store);
  const report: IngestReport = { groups: 0, batches: 0, stored: 0, duplicates: 0, stopped: "idle" };
  const deletions: Promise<void>[] = [];
  let calls = 0;
  for (;;) {
    if (clock.now() >= deadline || calls + 2 * GROUP_LIMITS.batches + CALLS_PER_GROUP > budget.subrequests) {
      report.stopped = "budget";
      break;
    }
    const { group } = await ledger.takeGroup(budget.holder, GROUP_LIMITS);
    if (!group) break;
    calls += group.batches.length + group.next.length + CALLS_PER_GROUP;
    const end = await storeGroup(services, reader, group);
    if (end.kind === "unavailable") {
      report.stopped = "unavailable";
      break;
    }
    if (end.kind === "stored") {
      report.groups++;
      report.batches += group.batches.length;
      report.stored += end.stored;
      report.duplicates += end.duplicates;
      if (!end.kept) deletions.push(deleteSpoolObjects(services, group));
    }
  }
  await Promise.all(deletions);
  return report;
}

type GroupEnd =
  /** `kept`: the spool objects stay, because their rows are still to be pushed. */
  | { kind: "stored"; stored: number; duplicates: number; kept: boolean }
  /** The group was rejected, or another holder took it over; the ledger decides what happens next. */
  | { kind: "given-back" }
  | { kind: "unavailable" };

async function storeGroup(
  services: ConsumeServices,
  reader: SpoolReader,
  group: FrozenGroup,
): Promise<GroupEnd> {
  const { ledger, logger, clock } = services;
  const { group_id: groupId, fence } = group;
  const startedAt = clock.now();
  let open: GroupedBatch[] = [];
  try {
    const batches = await insertPriority.during(() => openGroup(reader, group));
    if (Array.isArray(batches)) {
      open = batches;
      const scopes = seenScopes(batches);
      const selection =
        group.selection ??
        (await insertPriority.during(() => freezeSelection(services, group, batches, scopes)));
      if (selection === null) return { kind: "given-back" };
      const counts = countRows(batches, selection);
      const runIds = runsOf(batches);
      reader.readAhead(group.next);
      if (!(await insertAll(services, group, batches, selection))) return { kind: "given-back" };
      const pushTo = await services.pushTarget(group.data_type);
      const confirmed = await insertPriority.during(async () => {
        const at = clock.now();
        await Promise.all(
          scopes.map(({ platform, type, last }) => services.seen.mark(platform, type, last, at, fence)),
        );
        return ledger.confirm(groupId, fence, counts, pushTo);
      });
      if (!confirmed.ok) {
        logger.warn("ingest.group-lost", { group_id: groupId, fence, reason: confirmed.message });
        return { kind: "given-back" };
      }
      const duplicates = counts.reduce((sum, count) => sum + count.duplicates, 0);
      const stored = counts.reduce((sum, count) => sum + count.inserted + count.changed, 0);
      logger.info("ingest.group-stored", {
        group_id: groupId,
        data_type: group.data_type,
        batches: group.batches.length,
        run_ids: runIds,
        stored,
        duplicates,
        ms: clock.now() - startedAt,
      });
      return { kind: "stored", stored, duplicates, kept: pushTo !== null };
    }
    logger.error("ingest.spool-damaged", {
      group_id: groupId,
      faulty_batches: batches.faultyBatchIds,
      error: batches.error,
    });
    await ledger.failGroup(groupId, fence, batches.error, "rejected", batches.faultyBatchIds);
    return { kind: "given-back" };
  } catch (error) {
    const kind = services.inserter.isRejected(error) ? "rejected" : "unavailable";
    const message = messageOf(error);
    const failed = await ledger.failGroup(groupId, fence, message, kind);
    logger.warn(`ingest.group-${kind}`, {
      group_id: groupId,
      batches: group.batches.length,
      error: message,
      wait_ms: failed.ok ? failed.value.wait_ms : null,
    });
    return { kind: kind === "rejected" ? "given-back" : "unavailable" };
  } finally {
    // An aborted insert may still hold these buffers; it fails, which is harmless.
    for (const { body } of open) releaseBytes(body);
  }
}

/** Lists the runs that the group's rows come from, so that a log can be followed from tick to insert. */
function runsOf(batches: GroupedBatch[]): string[] {
  return [...new Set(batches.flatMap(({ header }) => header.run?.run_id ?? []))];
}

/** @returns the group's batches, or the ids of those whose spool object is damaged */
async function openGroup(
  reader: SpoolReader,
  group: FrozenGroup,
): Promise<GroupedBatch[] | { faultyBatchIds: string[]; error: string }> {
  const objects = await reader.read(group.batches.map((batch) => batch.spool_key));
  const batches: GroupedBatch[] = [];
  const faultyBatchIds: string[] = [];
  let fault = "";
  group.batches.forEach(({ batch_id: batchId, sender_batch_id: senderBatchId }, index) => {
    try {
      const packed = objects[index];
      if (!packed) throw new SpoolDamaged("is missing");
      batches.push({ ...openBatch(batchId, unpackSpool(packed)), senderBatchId });
      releaseBytes(packed);
    } catch (error) {
      if (!(error instanceof SpoolDamaged)) throw error;
      faultyBatchIds.push(batchId);
      fault = error.message;
    }
  });
  return faultyBatchIds.length > 0 ? { faultyBatchIds, error: fault } : batches;
}

/** Asks SeenIndex and saves the selection in the ledger. @returns null when the group was lost meanwhile */
async function freezeSelection(
  services: ConsumeServices,
  group: FrozenGroup,
  batches: GroupedBatch[],
  scopes: SeenScope[],
): Promise<string[] | null> {
  const verdicts = await Promise.all(
    scopes.map((scope) => services.seen.check(scope.platform, scope.type, askedOf(scope))),
  );
  const selection = selectRows(batches, scopes, verdicts);
  const saved = await services.ledger.saveSelection(group.group_id, group.fence, selection);
  return saved.ok ? saved.value : null;
}

/** @returns false when the lease was lost meanwhile; another holder then repeats the same inserts */
async function insertAll(
  services: ConsumeServices,
  group: FrozenGroup,
  batches: GroupedBatch[],
  selection: string[],
): Promise<boolean> {
  const { clock, inserter, ledger } = services;
  let { lease_until: leaseUntil } = group;
  const halfLeaseMs = (leaseUntil - clock.now()) / 2;
  const tables = linesByTable(batches, selection);
  for (const stage of INSERT_STAGES) {
    if (leaseUntil - clock.now() < halfLeaseMs) {
      const renewed = await ledger.renewGroup(group.group_id, group.fence);
      if (!renewed.ok) return false;
      leaseUntil = renewed.value.lease_until;
    }
    const inserts = stage
      .filter((table) => tables[table].length > 0)
      .map((table) => inserter.insertLines(table, tables[table], `${group.group_id}:${table}`));
    // All inserts must settle before anything else is done with the group.
    const failed = (await Promise.allSettled(inserts)).find((end) => end.status === "rejected");
    if (failed) throw failed.reason;
  }
  return true;
}

/** Deletes the group's spool objects; the sweep deletes those that remain after a failure. */
async function deleteSpoolObjects({ store, logger }: ConsumeServices, group: FrozenGroup): Promise<void> {
  try {
    await store.delete(group.batches.map((batch) => batch.spool_key));
  } catch (error) {
    logger.warn("ingest.spool-not-deleted", { group_id: group.group_id, error: String(error) });
  }
}
