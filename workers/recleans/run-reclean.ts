/**
 * Moves a re-clean on, page by page. A run that was killed goes on after the last page that it saved; each statement of a
 * page may be repeated. The lock keeps two steps from running at once, its fence keeps a step that lost it from saving.
 */
import type { Clock } from "../../shared/clock.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import { type FieldCount, isMoving, type RecleanCounts } from "../../shared/contracts/recleans.ts";
import type { Logger } from "../../shared/log.ts";
import type { ingestEntry } from "../../shared/platforms/registry.ts";
import type { RecleanRecord } from "../db/reclean-schema.ts";
import { attemptStep, runStep, Step, StepFails } from "../step.ts";
import type { Direction } from "./apply-sql.ts";
import { type ParsedPage, parsePage } from "./parse-page.ts";
import type { RecleanRows } from "./reclean-rows.ts";
import type { RecleanChange, RecleanStore } from "./reclean-store.ts";
import { HISTORY_TABLE } from "./targets.ts";

export interface RecleanServices {
  store: RecleanStore;
  rows: RecleanRows;
  /** The registry of the ingest: a re-clean parses by the same code. */
  entry: typeof ingestEntry;
  lock(name: string): LockApi;
  /** Says that stored rows are being corrected, before and after. */
  corrected(): Promise<void>;
  /** Wakes the consumer that runs the re-clean. */
  wake(id: string, cause: string): Promise<void>;
  /** Keys of a page: a page that is repeated after a crash costs some seconds. */
  pageKeys: number;
  clock: Pick<Clock, "now">;
  logger: Logger;
}

/** Half of what a page of 2,500 costs is there however few keys it has. */
export const PAGE_KEYS = 5_000;

class Run extends Step<RecleanRecord> {
  readonly services: RecleanServices;

  constructor(services: RecleanServices, record: RecleanRecord, fence: number, timeMs: number) {
    super(record, fence, services.clock, timeMs);
    this.services = services;
  }

  protected override write(change: RecleanChange): Promise<boolean> {
    return this.services.store.save(this.record, this.fence, change);
  }

  plus(counts: Partial<RecleanCounts>): RecleanCounts {
    const sum = { ...this.record.counts };
    for (const [name, count] of Object.entries(counts)) sum[name as keyof RecleanCounts] += count ?? 0;
    return sum;
  }
}

function addFields(known: readonly FieldCount[], more: readonly FieldCount[]): FieldCount[] {
  const fields = new Map(known.map((field) => [`${field.table}.${field.field}`, { ...field }]));
  for (const field of more) {
    const sum = fields.get(`${field.table}.${field.field}`);
    if (!sum) fields.set(`${field.table}.${field.field}`, { ...field });
    else {
      sum.rows += field.rows;
      sum.filled += field.filled;
      sum.emptied += field.emptied;
    }
  }
  return [...fields.values()];
}

const countOf = (target: string): "changed" | "history" | "unreadable" =>
  target === "" ? "unreadable" : target === HISTORY_TABLE ? "history" : "changed";

/** Compares a page whose rows are stored, and saves how far the run has come. */
async function comparePage(
  run: Run,
  page: Pick<ParsedPage, "through" | "keys" | "moved">,
  after: string,
): Promise<void> {
  const counts = { changed: 0, history: 0, unreadable: 0, moved: page.moved };
  const fields: FieldCount[] = [];
  const found = await run.services.rows.compare(run.record, { after, through: page.through });
  for (const { target, ...count } of found) {
    if (count.field === "") counts[countOf(target)] += count.rows;
    else fields.push({ table: target, ...count });
  }
  await run.progress({
    afterKey: page.through,
    keysDone: run.record.keysDone + page.keys,
    counts: run.plus(counts),
    fields: addFields(run.record.fields, fields),
    error: null,
  });
}

async function check(run: Run): Promise<void> {
  const { rows, entry, clock, pageKeys } = run.services;
  const { platform, dataType, id, parserVersion } = run.record;
  // The parser doesn't depend on the channel.
  const parser = entry(platform, "web", dataType);
  if (parser.adapter.parserVersion !== parserVersion)
    throw new StepFails("another version of the parser runs by now; begin a new dry run");
  if (run.record.keysTotal === null) await run.save({ keysTotal: await rows.list(run.record) });
  // While a page is compared, which is ClickHouse's work, the next one is read and parsed, which is ours.
  let comparing: Promise<void> = Promise.resolve();
  try {
    for (let after = run.record.afterKey; ; ) {
      const keys = await rows.next(run.record, after, pageKeys);
      const last = keys.at(-1);
      if (!last) break;
      const range = { after, through: last.row_key };
      const raw = rows.raw(run.record, range);
      const { lines, unreadable, ...page } = await parsePage(parser, id, { keys, range }, raw);
      await rows.addParsed(lines);
      await rows.addUnreadable(unreadable);
      await comparing;
      comparing = comparePage(run, page, after);
      // It is waited for with the next page; meanwhile its error must not count as one that nobody handles.
      comparing.catch(() => undefined);
      after = page.through;
    }
    await comparing;
  } finally {
    await comparing.catch(() => undefined);
  }
  await rows.dropParsed(run.record);
  const end = { afterKey: "", checkedAt: clock.now(), attempts: 0 };
  if (!run.record.confirmed) return run.save({ ...end, state: "checked" });
  const keysTotal = await rows.toWrite(run.record, "apply");
  return run.save({ ...end, state: "applying", keysDone: 0, keysTotal });
}

async function write(run: Run, direction: Direction): Promise<void> {
  const { rows, corrected, clock, pageKeys } = run.services;
  if (run.record.keysTotal === null) await run.save({ keysTotal: await rows.toWrite(run.record, direction) });
  await corrected();
  try {
    for (;;) {
      const { record } = run;
      const through = await rows.lastKey(record, direction, pageKeys);
      if (through === "") break;
      const { rows: due, written } = await rows.write(record, direction, { after: record.afterKey, through });
      const keysDone = Math.min(record.keysDone + pageKeys, record.keysTotal ?? 0);
      const counts = direction === "apply" ? { written, skipped: due - written } : { restored: written };
      await run.progress({ afterKey: through, keysDone, counts: run.plus(counts), error: null });
    }
  } finally {
    await corrected();
  }
  const finishedAt = clock.now();
  await run.save({ state: direction === "apply" ? "done" : "undone", finishedAt, attempts: 0 });
}

async function runPhases(run: Run): Promise<void> {
  if (run.record.state === "checking") await check(run);
  if (run.record.state === "applying") await write(run, "apply");
  else if (run.record.state === "undoing") await write(run, "undo");
}

/** @returns true when a further step is to be woken at once */
async function step(services: RecleanServices, id: string, fence: number, timeMs: number): Promise<boolean> {
  const { store, clock, logger, rows } = services;
  const record = await store.find(id);
  if (record === null || !isMoving(record)) return false;
  const run = new Run(services, record, fence, timeMs);
  const isTimeUp = await attemptStep(run, {
    work: () => runPhases(run),
    fail: (error) => run.save({ error, state: "failed", finishedAt: clock.now() }).catch(() => undefined),
    warn: (error) => logger.warn("reclean.step-failed", { reclean: id, state: run.record.state, error }),
  });
  if (isTimeUp) return true;
  const now = await store.find(id);
  if (now !== null && !isMoving(now)) {
    await rows.dropParsed(now);
    logger.info("reclean.ended", { reclean: id, state: now.state, ...now.counts });
  }
  return false;
}

/** Runs a step of the re-clean unless one is running. */
export const runReclean = (services: RecleanServices, id: string, timeMs: number): Promise<void> =>
  runStep(services, "reclean", id, (fence) => step(services, id, fence, timeMs));
