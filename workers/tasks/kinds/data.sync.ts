/**
 * Brings a copy of stored rows in line with them: `facts` makes postings anew with what is known of their companies, `seen`
 * registers a platform's rows in the index of seen rows again, `pushes` sends a push target again what it did not take.
 */
import { z } from "zod";
import { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { SEEN_TYPES } from "../../../shared/contracts/seen-index.ts";
import { problemsOf } from "../../../shared/errors/validation.ts";
import { SECOND_MS } from "../../../shared/time.ts";
import { chosenRows, eachPage, type RowCursor } from "../chosen-rows.ts";
import { cursorOf, defineTaskKind, type RunningTask, TaskFailure } from "../kind.ts";

const LOOK_AGAIN_MS = 10 * SECOND_MS;
/** Dead pushes that are replayed in one call. */
const PUSHES_PER_CALL = 100;

const Input = z
  .strictObject({
    what: z.enum(["facts", "seen", "pushes"]),
    filter: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("For facts: members of the filter of the search; left out: every posting"),
    platform: Platform.optional().describe("For seen; left out: all"),
    type: z.enum(SEEN_TYPES).optional().describe("For seen; left out: all"),
    target: z.uuid().optional().describe("For pushes: id of the push target"),
  })
  .superRefine(({ what, filter, platform, type, target }, context) => {
    const problem = (field: string, message: string, member: string[] = []): void =>
      context.addIssue({ code: "custom", path: [field, ...member], message });
    if (what !== "facts" && filter !== undefined) problem("filter", "is only for facts");
    if (what !== "seen" && platform !== undefined) problem("platform", "is only for seen");
    if (what !== "seen" && type !== undefined) problem("type", "is only for seen");
    if (what === "pushes" && target === undefined) problem("target", "is missing");
    if (what !== "pushes" && target !== undefined) problem("target", "is only for pushes");
    const checked = JobFilter.safeParse(filter ?? {});
    for (const { field, reason } of checked.success ? [] : problemsOf(checked.error, ""))
      problem("filter", reason, [field]);
  });
type Input = z.output<typeof Input>;

const SeenCursor = z.object({ requested_at: z.number() });
const PushCursor = z.object({ before: z.number().nullable(), replayed: z.number() });
type Cursor = RowCursor | z.infer<typeof SeenCursor> | z.infer<typeof PushCursor>;
type Task = RunningTask<Input, Cursor>;

export const syncData = defineTaskKind<Input, Cursor>({
  name: "data.sync",
  queue: "data_sync",
  needs: [
    { route: "POST /api/v1/ingest/seen-rebuilds", scope: "ingest:manage" },
    { route: "POST /api/v1/recleans", scope: "recleans:write" },
  ],
  title: { en: "Bring copies in line with stored rows", zh: "同步数据副本" },
  input: Input,
  run: (task) => {
    switch (task.input.what) {
      case "facts":
        return syncFacts(task);
      case "seen":
        return syncSeen(task);
      case "pushes":
        return syncPushes(task);
    }
  },
});

async function syncFacts(task: Task) {
  const { id, input, caller, services, later } = task;
  const rows = { ...task, input: { filter: input.filter ?? {} }, caller } as RunningTask<
    { filter: Record<string, unknown> },
    RowCursor
  >;
  const { total } = await eachPage(
    rows,
    async () => services.rows.list(id, await chosenRows(rows)),
    (page) => services.rows.touch(id, page),
  );
  const report = await services.jobFacts.refresh(`task:${id}`, true);
  if (report.skipped !== null) return later(services.clock.now() + LOOK_AGAIN_MS);
  return { postings: total };
}

async function syncSeen({ input, services, actor, resumed, progress, checkpoint, later }: Task) {
  const { platform, type } = input;
  const wanted = { platform, type };
  if (!resumed) {
    // One that runs already keeps its place, so that starting it twice does nothing twice.
    const started = await services.seenRebuilds.start(wanted, actor);
    await checkpoint({ requested_at: Math.max(...started.map(({ requestedAt }) => requestedAt)) });
  }
  const all = (await services.seenRebuilds.list()).filter(
    (one) =>
      (platform === undefined || one.platform === platform) && (type === undefined || one.type === type),
  );
  const done = all.filter(({ finishedAt }) => finishedAt !== null);
  const restored = all.reduce((sum, one) => sum + one.restored, 0);
  progress(done.length, all.length, `${restored} keys`);
  if (done.length < all.length) return later(services.clock.now() + LOOK_AGAIN_MS);
  return { indexes: all.length, restored };
}

async function syncPushes({ input, services, resumed, progress, checkpoint }: Task) {
  const target = input.target ?? "";
  if (!(await services.push.exists(target)))
    throw new TaskFailure("not-found", "no_target", `no push target ${target}`);
  let { before, replayed } = resumed ? cursorOf(PushCursor, resumed) : { before: null, replayed: 0 };
  for (;;) {
    // What is replayed leaves the list; one that dies again meanwhile is newer than the place.
    const dead = await services.push.listDeadDeliveries(target, PUSHES_PER_CALL, before ?? undefined);
    const last = dead.at(-1);
    if (!last) return { replayed };
    replayed += await services.push.replayDeliveries(
      target,
      dead.map(({ batch_id }) => batch_id),
    );
    before = last.seq;
    progress(replayed);
    await checkpoint({ before, replayed });
  }
}
