/**
 * Moves an export on. A run that was killed goes on where its last saved progress says; the lock keeps two steps from
 * running at once, and its fence keeps a step that lost it from writing.
 */
import { EXPORT_FILE_DAYS, UNFINISHED_STATES } from "../../shared/contracts/exports.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import { DAY_MS } from "../../shared/time.ts";
import { ClickHouseRejected } from "../clickhouse/errors.ts";
import type { ExportRecord } from "../db/export-schema.ts";
import { withLock } from "../with-lock.ts";
import type { ExportServices } from "./export-services.ts";
import { fileKey } from "./files.ts";
import { ExportFails, Run, StepEnds } from "./run.ts";
import { finishFile, maskedName, maskRows, stageRows, writeFile } from "./write-file.ts";

/** Steps that end without any progress, one after another, before the export fails. */
const MAX_ATTEMPTS = 6;

/** Deletes what an export that ended leaves behind but its file. */
export async function dropTraces(services: ExportServices, record: ExportRecord): Promise<void> {
  const { source, files } = services;
  const { stage, subject, uploadId, id, format } = record;
  if (stage !== null) {
    await source.drop({ name: stage, subject });
    await source.drop({ name: maskedName(stage), subject });
  }
  if (uploadId !== null) await files.abort(fileKey(id, format), uploadId);
}

export const isUnfinished = ({ state }: Pick<ExportRecord, "state">): boolean =>
  UNFINISHED_STATES.some((unfinished) => unfinished === state);

async function runPhases(run: Run): Promise<void> {
  const { clock, store } = run.services;
  if (run.record.phase === "stage") await stageRows(run);
  if (run.record.phase === "mask") await maskRows(run);
  if (run.record.phase === "write") await writeFile(run);
  const { bytes, sha256 } = await finishFile(run);
  const at = clock.now();
  const change = { bytes, sha256, error: null, finishedAt: at, updatedAt: at, uploadId: null };
  const ended = await store.end(run.record.id, "done", {
    ...change,
    expiresAt: at + EXPORT_FILE_DAYS * DAY_MS,
  });
  if (!ended) throw new StepEnds("taken");
}

async function fail(services: ExportServices, run: Run, error: string): Promise<void> {
  const at = services.clock.now();
  const failed = await services.store.end(run.record.id, "failed", { error, finishedAt: at, updatedAt: at });
  if (failed) await services.files.delete(fileKey(run.record.id, run.record.format));
}

/**
 * @param timeMs a step that made a part of the file after this time leaves the rest to the next one
 * @returns true when a further step is to be woken at once
 */
async function step(services: ExportServices, id: string, fence: number, timeMs: number): Promise<boolean> {
  const { store, clock, logger } = services;
  const record = await store.find(id);
  if (record?.delivery !== "file") return false;
  const run = new Run(services, record, fence, clock.now() + timeMs);
  try {
    await run.save({ state: "running", attempts: record.attempts + 1 });
    if (record.attempts >= MAX_ATTEMPTS) {
      throw new ExportFails(record.error ?? `${MAX_ATTEMPTS} steps ended without progress`);
    }
    await runPhases(run);
  } catch (error) {
    if (error instanceof StepEnds && error.why === "time") return true;
    const told = keptMessageOf(error);
    if (!(error instanceof StepEnds))
      logger.warn("export.step-failed", { export: id, phase: run.record.phase, error: told });
    if (error instanceof ExportFails || error instanceof ClickHouseRejected) await fail(services, run, told);
    // The next step goes on from the last saved progress.
    else await run.save({ error: told }).catch(() => undefined);
  }
  const now = await store.find(id);
  if (now === null || !isUnfinished(now)) {
    // The upload of a finished file is complete, and its id is no longer in the record.
    await dropTraces(services, {
      ...run.record,
      uploadId: now?.state === "done" ? null : run.record.uploadId,
    });
    logger.info("export.ended", { export: id, state: now?.state ?? "deleted", rows: now?.rowsDone ?? null });
  }
  return false;
}

/** Runs a step of the export unless one is running. */
export async function runExport(services: ExportServices, id: string, timeMs: number): Promise<void> {
  const held = await withLock(services.lock(`export:${id}`), crypto.randomUUID(), services.logger, (fence) =>
    step(services, id, fence, timeMs),
  );
  if (held.heldBy === null && held.value) await services.wake(id, "time is up");
}
