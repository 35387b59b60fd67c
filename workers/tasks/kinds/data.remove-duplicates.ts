/**
 * Looks for the same job among chosen postings, or all of a platform: their keys count as changed, and the matching of
 * workers/duplicates compares them with all others. Figures then count each job once; no row is deleted.
 */
import { z } from "zod";
import { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { problemsOf } from "../../../shared/errors/validation.ts";
import { SECOND_MS } from "../../../shared/time.ts";
import { Count } from "../../clickhouse/query.ts";
import { chosenRows, eachPage, type RowCursor } from "../chosen-rows.ts";
import { defineTaskKind, TaskFailure } from "../kind.ts";

const LOOK_AGAIN_MS = 10 * SECOND_MS;

const Input = z
  .strictObject({
    filter: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("Members of the filter of the search; empty: every posting"),
  })
  .superRefine(({ filter }, context) => {
    const checked = JobFilter.safeParse(filter);
    for (const { field, reason } of checked.success ? [] : problemsOf(checked.error, ""))
      context.addIssue({ code: "custom", path: ["filter", field], message: reason });
  });

const GROUPS = `
  SELECT uniqExactIf(group_id, group_id != 0) AS groups, countIf(group_id != 0 AND is_main = 0) AS duplicates
  FROM job_groups FINAL
  WHERE (platform, job_key) IN (SELECT platform, job_key FROM task_rows WHERE task_id = {task:String})`;
const Groups = z.object({ groups: Count, duplicates: Count });

export const removeDuplicates = defineTaskKind<z.output<typeof Input>, RowCursor>({
  name: "data.remove-duplicates",
  queue: "data_sync",
  needs: [{ route: "POST /api/v1/job-decisions", scope: "matches:write" }],
  title: { en: "Find the same job again among postings", zh: "重新查找重复职位" },
  input: Input,
  async run(task) {
    const { id, services, progress, later } = task;
    const groups = async () =>
      (await services.ask(GROUPS, Groups, { task: id }))[0] ?? { groups: 0, duplicates: 0 };
    const cursor = await eachPage(
      task,
      async () => {
        const listed = await services.rows.list(id, await chosenRows(task));
        if (listed === 0) throw new TaskFailure("not-found", "no_postings", "no posting matches the filter");
        return listed;
      },
      (page) => services.rows.touch(id, page),
    );
    progress(cursor.total, cursor.total, "compares");
    // The matching goes by job_facts; both take turns with the schedule that runs them too.
    const refreshed = await services.jobFacts.refresh(`task:${id}`, true);
    if (refreshed.skipped !== null) return later(services.clock.now() + LOOK_AGAIN_MS);
    const report = await services.jobMatches.run(`task:${id}`);
    const isDone = report.skipped === "current" || (report.skipped === null && report.isDone);
    if (!isDone) return later(services.clock.now() + LOOK_AGAIN_MS);
    await services.jobFacts.refresh(`task:${id}`, true);
    return { postings: cursor.total, ...(await groups()) };
  },
});
