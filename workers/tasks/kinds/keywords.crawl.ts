/**
 * Crawls a set of keywords: makes those of a filter due, and is done when the runs of all of them have ended. The
 * keywords keep their own pace, retries and checkpoints; the task gives its place back while they work.
 */
import { z } from "zod";
import { backoffMs } from "../../../shared/backoff.ts";
import type { Keyword } from "../../../shared/contracts/keyword.ts";
import { KeywordState, Platform } from "../../../shared/contracts/platform.ts";
import { cityName } from "../../../shared/domain/city.ts";
import { MINUTE_MS, SECOND_MS } from "../../../shared/time.ts";
import { cursorOf, defineTaskKind, type RunningTask, TaskFailure } from "../kind.ts";

const MAX_KEYWORDS = 2000;
const PAGE = 200;
/** While keywords run, the task looks at them again after growing delays. */
const LOOK_AGAIN = { baseMs: 5 * SECOND_MS, maxMs: MINUTE_MS };

const Input = z.strictObject({
  platform: Platform,
  city: z.string().trim().min(1).max(40).optional(),
  search: z.string().trim().min(1).max(100).optional().describe("A part of the keyword's text"),
  state: KeywordState.optional(),
  max: z.number().int().min(1).max(MAX_KEYWORDS).default(500),
});
type Input = z.output<typeof Input>;

const Cursor = z.object({
  looks: z.number(),
  total: z.number(),
  done: z.number(),
  failed: z.number(),
  rows: z.number(),
});
type Cursor = z.infer<typeof Cursor>;
type Task = RunningTask<Input, Cursor>;

export const crawlKeywords = defineTaskKind<Input, Cursor>({
  name: "keywords.crawl",
  queue: "crawler",
  needs: [{ route: "POST /api/v1/keywords/actions/{action}", scope: "keywords:write" }],
  title: { en: "Crawl the keywords of a filter", zh: "采集筛选出的关键词" },
  input: Input,
  async run(task) {
    let cursor: Cursor;
    let open: string[];
    if (task.resumed?.body) {
      cursor = cursorOf(Cursor, task.resumed);
      open = z.array(z.string()).parse(JSON.parse(task.resumed.body));
    } else {
      open = await makeDue(task);
      cursor = { looks: 0, total: open.length, done: 0, failed: 0, rows: 0 };
      // It is stored before the first look, because a second try must not make finished keywords due again.
      await task.checkpoint(cursor, JSON.stringify(open));
    }
    const ended = await endedAmong(task, new Set(open));
    open = open.filter((id) => !ended.has(id));
    for (const keyword of ended.values()) {
      if (keyword?.state === "done") {
        cursor.done++;
        cursor.rows += keyword.run?.rows ?? 0;
      } else cursor.failed++;
    }
    task.progress(cursor.total - open.length, cursor.total, `${cursor.rows} rows`);
    if (open.length === 0) {
      const { total, done, failed, rows } = cursor;
      return { keywords: total, done, failed, rows };
    }
    const looks = ended.size > 0 ? 0 : cursor.looks + 1;
    await task.checkpoint({ ...cursor, looks }, JSON.stringify(open));
    return task.later(task.services.clock.now() + backoffMs(looks, LOOK_AGAIN));
  },
});

/** Makes the keywords of the filter due. @returns the ids of those whose runs the task waits for */
async function makeDue({ services, input, caller, actor, check }: Task): Promise<string[]> {
  const { platform, city, search, state, max } = input;
  const filter = {
    ...(city !== undefined && { city: cityName(city) ?? city }),
    ...(search !== undefined && { search }),
    ...(state !== undefined && { state }),
    reach: caller.reach,
  };
  const chosen: string[] = [];
  for (const ledger of services.ledgers(platform)) {
    let after: string | undefined;
    while (chosen.length < max) {
      check();
      const room = Math.min(PAGE, max - chosen.length);
      const page = await ledger.list(filter, room, after);
      for (const { id, state: before } of page) {
        const isAtWork = before === "queued" || before === "running";
        if (isAtWork || (await ledger.act(id, "run", actor)).ok) chosen.push(id);
      }
      after = page.at(-1)?.id;
      if (page.length < room) break;
    }
  }
  if (chosen.length === 0)
    throw new TaskFailure("not-found", "no_keywords", "no keyword of the filter can be crawled now");
  return chosen;
}

/** Finds keywords whose runs have ended; null stands for one that was deleted. */
async function endedAmong(
  { services, input }: Task,
  open: Set<string>,
): Promise<Map<string, Keyword | null>> {
  const ended = new Map<string, Keyword | null>();
  const seen = new Set<string>();
  const lowest = [...open].sort()[0] ?? "";
  for (const ledger of services.ledgers(input.platform)) {
    let after: string | undefined;
    for (;;) {
      const page = await ledger.list({ include_deleted: true }, PAGE, after);
      for (const keyword of page) {
        if (!open.has(keyword.id)) continue;
        seen.add(keyword.id);
        if (keyword.deleted_at !== null) ended.set(keyword.id, null);
        else if (hasEnded(keyword)) ended.set(keyword.id, keyword);
      }
      after = page.at(-1)?.id;
      if (page.length < PAGE || after === undefined || after < lowest) break;
    }
  }
  for (const id of open) if (!seen.has(id)) ended.set(id, null);
  return ended;
}

const hasEnded = ({ state, due_at }: Keyword): boolean =>
  state === "done" || state === "blocked" || state === "paused" || (state === "failed" && due_at === null);
