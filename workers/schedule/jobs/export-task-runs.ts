/**
 * Exports ended tasks to ClickHouse, and deletes from the ledgers those that ended long ago. While ClickHouse is down they
 * wait in the ledgers. Ends that are inserted again with the same token are stored once.
 */
import { taskRunLine } from "../../../shared/tables/task-runs.ts";
import { bodiesOf } from "../../tasks/checkpoint-bodies.ts";
import type { ScheduledJob } from "../job.ts";

/** Rows per insert. */
const BATCH = 2000;
/** Inserts of one ledger in one run; the rest waits for the next run. */
const MAX_BATCHES = 50;

export const exportTaskRuns: ScheduledJob = {
  name: "export-task-runs",
  cron: "*/5 * * * *",
  timeZone: "Asia/Shanghai",
  async run({ taskLedgers, insertTaskRuns, store }, { logger }) {
    let rows = 0;
    for (const ledger of taskLedgers()) {
      for (let batch = 0; batch < MAX_BATCHES; batch++) {
        const { queue, ended, through } = await ledger.endedToExport(BATCH);
        if (ended.length > 0)
          await insertTaskRuns(
            ended.map(taskRunLine),
            `task_runs ${queue} ${ended[0]?.ended_seq}-${through}`,
          );
        rows += ended.length;
        for (const id of await ledger.endedExported(through)) {
          const { blobs } = await store.list(bodiesOf(id));
          if (blobs.length > 0) await store.delete(blobs.map(({ key }) => key));
        }
        if (ended.length < BATCH) break;
      }
    }
    if (rows > 0) logger.info("tasks.exported", { rows });
  },
};
