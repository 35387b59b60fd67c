/** Loads keywords, fires the cron tick and polls until all due keywords are settled. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Platform } from "../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { type Api, describeProblem, type Imported, type Overview } from "./api.ts";
import { fireCron } from "./cron.ts";
import { StartError } from "./errors.ts";
import { Progress } from "./progress.ts";
import type { Screen } from "./screen.ts";
import { Judge, type Obstacle, workLeft } from "./settled.ts";

const POLL_MS = 500;
/** Interval at which the bars are printed without a terminal. */
const PLAIN_LINES_MS = 5000;
/** A busy Worker may miss an answer; this many misses in a row mean that it has ended. */
const POLL_FAILURES = 20;
const MAX_PROBLEMS = 20;

/**
 * Invalid rows beside valid ones are skipped.
 * @throws StartError that names the file when it has no valid row
 */
export const loadKeywords = (api: Api, file: string, screen: Screen): Promise<Imported> =>
  screen.step(
    "Keywords",
    () =>
      api.importKeywords(file).catch((error: unknown) => {
        throw new StartError(`keywords of ${file}: ${messageOf(error)}`, error);
      }),
    ({ created, exists, restored, rejected }) =>
      `${created} new, ${exists + restored} known${rejected > 0 ? `, ${rejected} rejected` : ""}`,
  );

/** Says on the standard error which lines of the file were skipped, and why. */
export function reportSkipped(file: string, { problems }: Imported): void {
  for (const problem of problems.slice(0, MAX_PROBLEMS))
    process.stderr.write(`${file}: ${describeProblem(problem)}\n`);
  const more = problems.length - MAX_PROBLEMS;
  if (more > 0) process.stderr.write(`${file}: … and ${more} more problems\n`);
}

export interface CrawlEnd {
  overview: Overview;
  obstacles: Obstacle[];
  /** Time from the tick to the last row in ClickHouse, seconds. */
  seconds: number;
}

/**
 * @param stopped ends the polling early; the result is then null
 * @throws Error when the tick fails or the API stops answering
 */
export async function crawl(
  api: Api,
  workerUrl: string,
  screen: Screen,
  stopped: AbortSignal,
): Promise<CrawlEnd | null> {
  const startedAt = Date.now();
  const tick = screen.step("Cron tick", async () => {
    await fireCron(workerUrl, startedAt);
    // A slot fires once: after a quick restart the slot of this minute may have fired already (X1).
    for (const platform of PLATFORMS) await api.dispatch(platform);
  });
  // Crawling begins while the tick is still running; the crawl is finished only when both are.
  const watching = watch(api, screen, stopped, tick);
  await Promise.race([tick, watching]);
  const end = await watching;
  return end && { ...end, seconds: (Date.now() - startedAt) / 1000 };
}

async function watch(
  api: Api,
  screen: Screen,
  stopped: AbortSignal,
  tick: Promise<void>,
): Promise<Omit<CrawlEnd, "seconds"> | null> {
  const judge = new Judge();
  const progress = new Progress();
  let ticked = false;
  tick.then(
    () => {
      ticked = true;
    },
    () => {},
  );
  let failures = 0;
  let printedAt = Date.now();
  while (!stopped.aborted) {
    // Read before the overview, so that the overview is newer than the tick.
    const isAfterTick = ticked;
    try {
      const overview = await api.overview();
      const now = Date.now();
      const { over, obstacles } = judge.judge(overview, await retriesComing(api, overview), now);
      const isEnd = over && isAfterTick;
      failures = 0;
      const lines = progress.lines(overview, now);
      if (isEnd || (!screen.isLive && now - printedAt >= PLAIN_LINES_MS)) {
        screen.bars([]);
        for (const line of lines) screen.line(line);
        printedAt = now;
      } else screen.bars(lines);
      if (isEnd) return { overview, obstacles };
    } catch (error) {
      failures += 1;
      if (failures >= POLL_FAILURES) {
        throw new Error(`the API stopped answering: ${messageOf(error)}`, { cause: error });
      }
    }
    await sleep(POLL_MS, undefined, { signal: stopped }).catch(() => {});
  }
  screen.bars([]);
  return null;
}

/** Called only when everything else is finished. */
async function retriesComing(api: Api, { items }: Overview): Promise<Set<Platform>> {
  const asked = items.filter((status) => status.states.failed > 0 && workLeft(status) === 0);
  const coming = await Promise.all(asked.map(({ platform }) => api.hasRetryComing(platform)));
  return new Set(asked.filter((_, index) => coming[index]).map(({ platform }) => platform));
}
