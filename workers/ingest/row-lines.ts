/** Builds the columns that the header of a batch adds to its lines when they are inserted. */
import { toDateTime, toJson } from "../../shared/tables/line.ts";
import type { Provenance } from "../../shared/tables/provenance.ts";
import type { JobSighting } from "../../shared/tables/sightings.ts";
import type { SpoolHeader } from "./spool-header.ts";

/** Builds the columns that identify the request of a row. */
const uploadColumns = (header: SpoolHeader, senderBatchId: string | null) => ({
  upload_id: header.upload?.id ?? header.batch_id,
  part: header.upload?.part ?? 0,
  batch_id: senderBatchId,
});

/**
 * Builds the end of each line of a batch, which replaces the closing brace and names the origin of the row. The spool
 * stores it once per batch; in each line it would be a fifth of the object.
 * @param senderBatchId from the ledger: a sender may write its id after the rows, when their spool objects are written
 */
export function provenanceTail(header: SpoolHeader, senderBatchId: string | null): string {
  const { run } = header;
  const provenance = toJson({
    channel: header.channel,
    ...uploadColumns(header, senderBatchId),
    run_id: run?.run_id ?? null,
    keyword_id: run?.keyword_id ?? null,
    keyword: run?.keyword ?? null,
    search_city: run?.city ?? null,
    source: header.source,
    collected_at: toDateTime(header.collected_at),
    parser_version: header.parser_version,
    // The lines in the spool have the other two columns.
  } satisfies Record<Exclude<keyof Provenance, "platform" | "content_hash">, unknown>);
  return `,${provenance.slice(1)}\n`;
}

/** Writes a short line for each posting seen, whether it is stored again or not. */
export function sightingWriter(
  header: SpoolHeader,
  senderBatchId: string | null,
): (jobKey: string, verdict: string) => string {
  const { run } = header;
  const shared = toJson({
    platform: header.platform,
    keyword_id: run?.keyword_id ?? null,
    keyword: run?.keyword ?? null,
    search_city: run?.city ?? null,
    run_id: run?.run_id ?? null,
    ...uploadColumns(header, senderBatchId),
    seen_at: toDateTime(header.collected_at),
  } satisfies Record<Exclude<keyof JobSighting, "job_key" | "verdict">, unknown>);
  const start = `${shared.slice(0, -1)},"job_key":`;
  return (jobKey, verdict) => `${start}${JSON.stringify(jobKey)},"verdict":"${verdict}"}\n`;
}
