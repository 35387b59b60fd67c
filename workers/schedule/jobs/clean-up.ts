/** Deletes expired records, daily at 00:05 China time (A15). */
import { KEEP_ALERTS_DAYS } from "../../../shared/contracts/alert.ts";
import { KEEP_BULK_ACTIONS_DAYS } from "../../../shared/contracts/bulk.ts";
import { KEEP_MATCHES_DAYS } from "../../../shared/contracts/subscription.ts";
import { KEEP_DELIVERIES_DAYS } from "../../../shared/contracts/webhook.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { deleteFailedPages } from "../../crawl/failed-page.ts";
import { BATCHES_KEPT_MS } from "../../ingest/clean-up.ts";
import { FILES_KEPT_DAYS } from "../../tasks/task-files.ts";
import type { DryRunLine, ScheduledJob } from "../job.ts";
import { DISPATCHER_DIED } from "../run-target.ts";
import type { ScheduleServices } from "../schedule-services.ts";

/** Slots of a job that runs every minute are 1,440 rows a day. */
const KEEP_SLOTS_DAYS = 30;
/** The same as the retention of the uploads they refer to. */
const KEEP_FINDINGS_DAYS = 90;
/** The same as the bucket's lifecycle rule (docs/deploy.md), which a local bucket does not have. */
const KEEP_PAGES_DAYS = 14;
/** A task stores the copies of a logo before the row that refers to them, within a minute. */
const KEEP_ORPHANS_DAYS = 1;
/** D1 rejects the deletion of rows younger than 180 days; one extra day tolerates clock skew. */
const KEEP_AUDIT_DAYS = 181;

/** One line of the policy: what is deleted, and how long it is kept. */
interface Policy {
  kind: string;
  keptDays: number;
  /** @param before what is older goes, Unix ms @returns how many went, or would go */
  remove(services: ScheduleServices, before: number, dry: boolean): Promise<number>;
}

const POLICIES: readonly Policy[] = [
  {
    kind: "deleted_schedules",
    keptDays: KEEP_SLOTS_DAYS,
    remove: ({ schedules }, before, dry) => schedules.purgeDeletedBefore(before, dry),
  },
  {
    kind: "slots",
    keptDays: KEEP_SLOTS_DAYS,
    remove: async ({ schedules, slots }, before, dry) =>
      slots.deleteBefore(before, await schedules.states(), dry),
  },
  {
    kind: "backfills",
    keptDays: KEEP_FINDINGS_DAYS,
    remove: ({ backfillStore }, before, dry) => backfillStore.deleteBefore(before, dry),
  },
  {
    kind: "batches",
    keptDays: BATCHES_KEPT_MS / DAY_MS,
    remove: ({ spool }, before, dry) => spool.cleanUp(before, dry),
  },
  {
    kind: "failed_pages",
    keptDays: KEEP_PAGES_DAYS,
    remove: ({ store }, before, dry) => deleteFailedPages(store, before, dry),
  },
  {
    kind: "audit_lines",
    keptDays: KEEP_AUDIT_DAYS,
    remove: ({ identity }, before, dry) => identity.audit.deleteBefore(before, dry),
  },
  {
    kind: "upload_findings",
    keptDays: KEEP_FINDINGS_DAYS,
    remove: ({ uploadWatch }, before, dry) => uploadWatch.deleteFindingsBefore(before, dry),
  },
  {
    kind: "task_files",
    keptDays: FILES_KEPT_DAYS,
    remove: ({ taskFiles }, before, dry) => taskFiles.deleteBefore(before, dry),
  },
  {
    kind: "company_images",
    keptDays: KEEP_ORPHANS_DAYS,
    remove: ({ removeLogoOrphans }, before, dry) => removeLogoOrphans(before, dry),
  },
  {
    kind: "bulk_actions",
    keptDays: KEEP_BULK_ACTIONS_DAYS,
    remove: ({ bulkActions }, before, dry) => bulkActions.deleteBefore(before, dry),
  },
  {
    kind: "webhook_deliveries",
    keptDays: KEEP_DELIVERIES_DAYS,
    remove: ({ webhooks }, before, dry) => webhooks.deleteBefore(before, dry),
  },
  {
    kind: "subscription_matches",
    keptDays: KEEP_MATCHES_DAYS,
    remove: ({ subscriptions }, before, dry) => subscriptions.deleteBefore(before, dry),
  },
  {
    kind: "alerts",
    keptDays: KEEP_ALERTS_DAYS,
    remove: ({ alerts }, before, dry) => alerts.deleteBefore(before, dry),
  },
];

/** Kinds whose time ends by themselves. */
async function countEnded({ identity, exports }: ScheduleServices, at: number): Promise<DryRunLine[]> {
  const [credentials, files] = await Promise.all([identity.cleanUp(at, true), exports.cleanUp(at, true)]);
  const counts = {
    sessions: credentials.sessions,
    verifications: credentials.verifications,
    sign_in_failures: credentials.signInFailures,
    api_keys: credentials.apiKeys,
    export_files: files.files,
    export_records: files.records,
  };
  return Object.entries(counts).map(([kind, count]) => ({ kind, count, keptDays: null }));
}

const beforeOf = (at: number, { keptDays }: Policy) => at - keptDays * DAY_MS;

export const cleanUp: ScheduledJob = {
  name: "clean-up",
  cron: "5 0 * * *",
  timeZone: "Asia/Shanghai",
  async dryRun(services, slotAt) {
    const lines = await Promise.all(
      POLICIES.map(async (policy) => ({
        kind: policy.kind,
        count: await policy.remove(services, beforeOf(slotAt, policy), true),
        keptDays: policy.keptDays,
      })),
    );
    return [...lines, ...(await countEnded(services, slotAt))];
  },
  async run(services, { slotAt, logger }) {
    const removed: Record<string, number> = {};
    for (const policy of POLICIES)
      removed[policy.kind] = await policy.remove(services, beforeOf(slotAt, policy), false);
    // The tick ends abandoned slots within minutes, unless many answers since then have hidden them from it.
    const abandoned = await services.slots.endAbandoned(slotAt - DAY_MS, DISPATCHER_DIED);
    const credentials = await services.identity.cleanUp(slotAt);
    const exports = await services.exports.cleanUp(slotAt);
    logger.info("clean-up.done", { ...removed, abandoned, exports: exports.files, ...credentials });
  },
};
