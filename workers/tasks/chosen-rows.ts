/** The postings that a task is told to work on: the part of its input, and the loop over their pages. */
import { z } from "zod";
import { isEmptyFilter, JobFilter } from "../../shared/contracts/job-filter.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import { problemsOf } from "../../shared/errors/validation.ts";
import { contactMember } from "../api/http/hidden-contacts.ts";
import { type PlaceFilter, readPlaces } from "../dictionaries/read-places.ts";
import type { RouteNeed } from "../iam/permissions/route-need.ts";
import { type Chosen, FIRST_KEY, type KeyPage } from "../row-edits/row-edits.ts";
import { cursorOf, type RunningTask, TaskFailure } from "./kind.ts";
import type { TaskServices } from "./task-services.ts";

/** Postings that an input may name by their keys. */
const MAX_IDS = 300;

export const CHOSEN_ROWS = {
  filter: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("Members of the filter of the search, as GET /jobs takes them; not empty"),
  ids: z
    .array(z.strictObject({ platform: Platform, job_key: z.string().min(1).max(200) }))
    .min(1)
    .max(MAX_IDS)
    .optional()
    .describe("Postings by their keys, in place of a filter"),
};
/** What a task that writes the chosen postings asks beside them. */
export const REASON = z.string().trim().min(3).max(500).describe("Why; it is kept with who and when");
export const CONFIRM = z
  .number()
  .int()
  .min(1)
  .optional()
  .describe("Number of postings as the dry run counted it; left out: a dry run");

/** What the removal of postings needs, and undoing it. */
export const REMOVAL_NEEDS: readonly RouteNeed[] = [
  { route: "POST /api/v1/recleans", scope: "recleans:write" },
  { route: "DELETE /api/v1/ingest/dead-letters/{id}", scope: "ingest:manage" },
];

interface ChosenInput {
  filter?: Record<string, unknown> | undefined;
  ids?: { platform: Platform; job_key: string }[] | undefined;
}

const EMPTY_FILTER = "is empty: it would mean every posting";

/** A filter that names nothing would mean every posting. */
export function refineChosen({ filter, ids }: ChosenInput, context: z.RefinementCtx): void {
  const problem = (path: string[], message: string): void =>
    context.addIssue({ code: "custom", path, message });
  if ((filter === undefined) === (ids === undefined))
    problem(["filter"], "or ids must be given, and not both");
  else if (filter !== undefined) {
    const checked = JobFilter.safeParse(filter);
    if (!checked.success)
      for (const { field, reason } of problemsOf(checked.error, "")) problem(["filter", field], reason);
    else if (isEmptyFilter(checked.data)) problem(["filter"], EMPTY_FILTER);
  }
}

/**
 * @returns the filter with the common names of its cities and districts
 * @throws TaskFailure unknown_city or unknown_district: that none is found would say that there are none
 */
export async function withKnownPlaces<Filter extends PlaceFilter>(
  { places }: Pick<TaskServices, "places">,
  filter: Filter,
): Promise<Filter> {
  const read = await readPlaces(places, filter);
  if ("filter" in read) return read.filter;
  const { field, reason } = read.unknown;
  throw new TaskFailure(
    "invalid-input",
    `unknown_${field}`,
    field === "city" ? `filter.city ${reason}` : `filter.district ${reason}`,
  );
}

/**
 * @throws TaskFailure forbidden for a filter that asks for contacts which its creator may not see; unknown_city,
 *   unknown_district
 */
export async function chosenRows({
  input,
  caller,
  services,
}: Pick<RunningTask<ChosenInput, unknown>, "input" | "caller" | "services">): Promise<Chosen> {
  if (input.ids !== undefined) return { jobs: input.ids };
  const filter = JobFilter.parse(input.filter ?? {});
  // The task tells how many postings match, which would confirm a number digit by digit.
  if (!caller.sees_recruiters && contactMember(filter) !== null)
    throw new TaskFailure(
      "forbidden",
      "contacts_hidden",
      "the filter may be part of a contact, and contacts are hidden from its creator",
    );
  return { filter: await withKnownPlaces(services, filter) };
}

/** How far a task over listed postings is. */
export const RowCursor = z.object({
  /** When it began to write, Unix ms. */
  at: z.number(),
  total: z.number(),
  done: z.number(),
  platform: z.string(),
  after: z.string(),
});
export type RowCursor = z.infer<typeof RowCursor>;

/**
 * Lists the postings once, then does them page by page with a checkpoint after each: a task that was killed goes on after its
 * last checkpoint, and a page may be done twice.
 * @param list keeps the keys and returns their number; it throws where the task may not begin
 */
export async function eachPage(
  task: RunningTask<unknown, RowCursor>,
  list: () => Promise<number>,
  work: (page: KeyPage, at: number) => Promise<void>,
): Promise<RowCursor> {
  const { id, services, resumed, progress, checkpoint } = task;
  let cursor = resumed ? cursorOf(RowCursor, resumed) : null;
  if (cursor === null) {
    const total = await list();
    cursor = { at: services.clock.now(), total, done: 0, ...FIRST_KEY };
    await checkpoint(cursor);
  }
  for (;;) {
    const page = await services.rows.next(id, cursor);
    if (page === null) return cursor;
    await work(page, cursor.at);
    const { platform, through: after, rows } = page;
    cursor = { ...cursor, done: cursor.done + rows, platform, after };
    progress(cursor.done, cursor.total, platform);
    await checkpoint(cursor);
  }
}

/**
 * Counts the chosen postings, or works on them page by page where their number was confirmed.
 * @param done what the task does to a posting, as the refusal says it
 * @throws TaskFailure other_count when another number was confirmed
 */
export async function workOnConfirmed(
  task: RunningTask<ChosenInput & { confirm?: number | undefined }, RowCursor>,
  done: "removed" | "changed",
  work: (page: KeyPage, at: number) => Promise<void>,
): Promise<{ dry_run: boolean; matching: number }> {
  const { id, services, input } = task;
  const { confirm } = input;
  const chosen = await chosenRows(task);
  // The whole country is no condition.
  if ("filter" in chosen && isEmptyFilter(chosen.filter))
    throw new TaskFailure("invalid-input", "empty_filter", EMPTY_FILTER);
  if (confirm === undefined) return { dry_run: true, matching: await services.rows.count(chosen) };
  const { total } = await eachPage(
    task,
    async () => {
      const listed = await services.rows.list(id, chosen);
      if (listed !== confirm)
        throw new TaskFailure(
          "invalid-input",
          "other_count",
          `${listed} postings match and ${confirm} were confirmed: nothing was ${done}; look again and confirm ${listed}`,
        );
      return listed;
    },
    work,
  );
  return { dry_run: false, matching: total };
}
