/** Exports for the API, the queue and the schedule. */
import { type ExportDelivery, MAX_EXPORT_ROWS, MAX_STREAM_ROWS } from "../../shared/contracts/exports.ts";
import { newLinkToken } from "../../shared/domain/link-token.ts";
import { sha256Hex } from "../../shared/domain/sha256.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import { fieldError } from "../../shared/errors/validation.ts";
import { DAY_MS, HOUR_MS } from "../../shared/time.ts";
import type { ExportRecord } from "../db/export-schema.ts";
import { STANDS_STILL_MS } from "../step.ts";
import type { ExportServices } from "./export-services.ts";
import type { Exports, WantedExport } from "./exports.ts";
import { fileKey } from "./files.ts";
import { columnsToCopy, maskCopy, maskedRows, needsMaskedCopy } from "./mask-rows.ts";
import { dropTraces, isUnfinished, runExport } from "./run-export.ts";
import type { Stage } from "./source.ts";
import { streamExport } from "./stream-export.ts";
import { columnsOf } from "./subjects.ts";
import { maskedName } from "./write-file.ts";

/** Masking these takes a few seconds, in which the browser gets nothing. */
const MAX_MASKED_AT_ONCE = 50_000;
/** No stream takes longer. */
const MAX_STREAM_MS = HOUR_MS;
const KEEP_RECORDS_DAYS = 90;

export function createExports(services: ExportServices): Exports {
  const { store, source, files, clock } = services;

  const add = (wanted: WantedExport, delivery: ExportDelivery) =>
    store.add({
      ...wanted,
      id: crypto.randomUUID(),
      delivery,
      state: delivery === "file" ? "waiting" : "running",
      createdAt: clock.now(),
    });

  async function endNow(record: ExportRecord): Promise<boolean> {
    const at = clock.now();
    const ended = await store.end(record.id, "cancelled", { finishedAt: at, updatedAt: at });
    // A step that runs meanwhile finds its export ended at its next write, and deletes what it made after this.
    if (ended) await dropTraces(services, record);
    return ended;
  }

  /** Makes the masked copy that a stream reads, before its first byte. */
  async function maskNow(record: ExportRecord, copy: Stage, rows: number) {
    if (rows > MAX_MASKED_AT_ONCE)
      throw fieldError("format", "needs a file where contacts are hidden: POST /api/v1/exports");
    const to = { ...copy, name: maskedName(copy.name), columns: columnsOf(record.subject, record.columns) };
    const rowsTotal = await maskCopy(source, { from: copy, to }, maskedRows(record));
    await source.drop(copy);
    return { stage: to.name, rowsTotal };
  }

  return {
    count: (subject, filter) => source.count(subject, filter),
    async start(wanted, cause) {
      const record = await add(wanted, "file");
      await services.wake(record.id, cause);
      return record;
    },
    async stream(wanted) {
      const added = await add(wanted, "stream");
      const stage = `${added.id}.stream`;
      try {
        await store.set(added.id, { stage, updatedAt: clock.now() });
        const { subject, filter, format } = added;
        const asOf = clock.now();
        const copy = { name: stage, subject, columns: columnsToCopy(added) };
        const copied = await source.stage(copy, filter);
        const maxRows = Math.min(MAX_STREAM_ROWS, MAX_EXPORT_ROWS[format]);
        if (copied > maxRows)
          throw fieldError("filter", `finds ${copied} rows; at most ${maxRows} are possible`);
        const shown = needsMaskedCopy(added)
          ? await maskNow(added, copy, copied)
          : { stage, rowsTotal: copied };
        await store.set(added.id, { ...shown, asOf, phase: "write", updatedAt: clock.now() });
        const record = { ...added, ...shown, asOf };
        return { record, body: await streamExport(services, record) };
      } catch (error) {
        const at = clock.now();
        const end = { error: keptMessageOf(error), finishedAt: at, updatedAt: at };
        await store.end(added.id, "failed", end);
        await dropTraces(services, { ...added, stage });
        throw error;
      }
    },
    list: (reach, limit, after) => store.list(reach, limit, after),
    find: (id) => store.find(id),
    async cancel(record) {
      if (!(await endNow(record)))
        throw new ApiError("invalid_state", `cannot cancel: it is ${record.state}`);
      return (await store.find(record.id)) ?? record;
    },
    async delete(record) {
      if (isUnfinished(record)) await endNow(record);
      const at = clock.now();
      await store.set(record.id, { deletedAt: at, updatedAt: at, linkHash: null, expiresAt: null });
      await files.delete(fileKey(record.id, record.format));
    },
    read: (record) => files.read(fileKey(record.id, record.format)),
    async makeLink(record, linkBy, hours) {
      const now = clock.now();
      const token = newLinkToken();
      const expiresAt = Math.min(now + hours * HOUR_MS, record.expiresAt ?? Number.POSITIVE_INFINITY);
      const link = { linkHash: sha256Hex(token), linkExpiresAt: expiresAt, linkBy };
      await store.set(record.id, { ...link, updatedAt: now });
      return { token, expiresAt };
    },
    async revokeLink({ id }) {
      await store.set(id, { linkHash: null, linkExpiresAt: null, linkBy: null, updatedAt: clock.now() });
    },
    async findByLink(token) {
      const record = await store.findByLink(sha256Hex(token));
      return record && (record.linkExpiresAt ?? 0) > clock.now() ? record : null;
    },
    run: (id, timeMs) => runExport(services, id, timeMs),
    async resume() {
      const now = clock.now();
      let woken = 0;
      let ended = 0;
      for (const record of await store.stale(now - STANDS_STILL_MS)) {
        if (record.delivery === "file") {
          await services.wake(record.id, "it stood still");
          woken += 1;
        } else if (record.updatedAt < now - MAX_STREAM_MS) {
          const end = { error: "the connection ended", finishedAt: now, updatedAt: now };
          await store.end(record.id, "failed", end);
          await dropTraces(services, record);
          ended += 1;
        }
      }
      return { woken, ended };
    },
    async cleanUp(at, dry = false) {
      const old = await store.expired(at);
      for (const { id, format } of dry ? [] : old) {
        await files.delete(fileKey(id, format));
        await store.set(id, { state: "expired", linkHash: null, updatedAt: at });
      }
      const records = await store.deleteBefore(at - KEEP_RECORDS_DAYS * DAY_MS, dry);
      return { files: old.length, records };
    },
  };
}
