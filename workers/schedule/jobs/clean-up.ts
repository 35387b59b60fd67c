/** Deletes expired records, daily at 00:05 China time (A15). */
import { DAY_MS } from "../../../shared/time.ts";
import { deleteFailedPages } from "../../crawl/failed-page.ts";
import type { ScheduledJob } from "../job.ts";

/** Slots of a job that runs every minute are 1,440 rows a day. */
const KEEP_SLOTS_DAYS = 30;
const KEEP_BATCHES_DAYS = 14;
/** The same as the retention of the uploads they refer to. */
const KEEP_FINDINGS_DAYS = 90;
/** The same as the bucket's lifecycle rule (docs/deploy.md), which a local bucket does not have. */
const KEEP_PAGES_DAYS = 14;
/** D1 rejects the deletion of rows younger than 180 days; one extra day tolerates clock skew. */
const KEEP_AUDIT_DAYS = 181;

export const cleanUp: ScheduledJob = {
  name: "clean-up",
  cron: "5 0 * * *",
  timeZone: "Asia/Shanghai",
  async run(services, { slotAt, logger }) {
    const slots = await services.schedules.deleteSlotsBefore(slotAt - KEEP_SLOTS_DAYS * DAY_MS);
    const batches = await services.spool.cleanUp(slotAt - KEEP_BATCHES_DAYS * DAY_MS);
    const failedPages = await deleteFailedPages(services.store, slotAt - KEEP_PAGES_DAYS * DAY_MS);
    const audit = await services.identity.audit.deleteBefore(slotAt - KEEP_AUDIT_DAYS * DAY_MS);
    const findings = await services.uploadWatch.deleteFindingsBefore(slotAt - KEEP_FINDINGS_DAYS * DAY_MS);
    const credentials = await services.identity.cleanUp(slotAt);
    const exports = await services.exports.cleanUp(slotAt);
    const kept = { slots, batches, failedPages, audit, findings };
    logger.info("clean-up.done", { ...kept, exports: exports.files, ...credentials });
  },
};
