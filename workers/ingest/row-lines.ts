/** Lines of JSONEachRow in the columns of the ClickHouse tables (`shared/contracts/rows.ts`). */
import type { CompanyProfile, JobPosting } from "../../shared/contracts/rows.ts";
import type { SpoolHeader } from "./spool-header.ts";

/** DateTime64(3) reaches from 1900 to 2299. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2299, 11, 31);

/** `2026-11-22 01:02:03.456`, UTC; null for what DateTime64(3) cannot hold. */
export function toDateTime(unixMs: number): string | null {
  if (!(unixMs >= EARLIEST && unixMs <= LATEST)) return null;
  const iso = new Date(unixMs).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
}

/**
 * JSON of typed values for ClickHouse, which refuses a lone surrogate that JSON may carry: such a text is
 * made well-formed. A raw row passes as it is.
 * @param value is changed: of the fields only those stay that say something, for a column left out takes its default,
 *   which is null or an empty list. JSON leaves out what is undefined; an object of the same shape with holes is made
 *   much faster than a shorter one.
 */
function toJson(value: object): string {
  const fields = value as Record<string, unknown>;
  for (const name in fields) {
    const field = fields[name];
    if (field === null || (Array.isArray(field) && field.length === 0)) fields[name] = undefined;
  }
  const json = JSON.stringify(value);
  if (!json.includes("\\ud")) return json;
  return JSON.stringify(value, (_name, field) => (typeof field === "string" ? field.toWellFormed() : field));
}

/** A posting's line in the spool; the provenance of its batch is added when it is inserted. */
export function jobLine(job: JobPosting, content_hash: string): string {
  const published_at = job.published_at === null ? null : toDateTime(job.published_at);
  const updated_at = job.updated_at === null ? null : toDateTime(job.updated_at);
  const unread = [...job.unread];
  if (published_at === null && job.published_at !== null) unread.push("published_at");
  if (updated_at === null && job.updated_at !== null) unread.push("updated_at");
  return toJson({ ...job, published_at, updated_at, unread, content_hash });
}

export const companyLine = (company: CompanyProfile, content_hash: string): string =>
  toJson({ ...company, content_hash });

/** Stands in front of the row in a raw line; JSON escapes the quotes of every text before it. */
export const RAW_MEMBER = ',"raw":';

/**
 * The beginning of a raw line; the row as sent and a closing brace follow. The row stands there as an object:
 * ClickHouse reads it into its text column byte by byte (`input_format_json_read_objects_as_strings`).
 * @param keys the key columns of the row's table
 */
export const rawLineStart = (
  keys:
    | Pick<JobPosting, "platform" | "job_key" | "company_key">
    | Pick<CompanyProfile, "platform" | "company_key">,
  content_hash: string,
): string => toJson({ ...keys, content_hash }).slice(0, -1) + RAW_MEMBER;

/** The columns that tell which request brought a row. */
const uploadColumns = (header: SpoolHeader, senderBatchId: string | null) => ({
  upload_id: header.upload?.id ?? header.batch_id,
  part: header.upload?.part ?? 0,
  batch_id: senderBatchId,
});

/**
 * What follows on each line of a batch when it is inserted, in place of the closing brace: where the row came
 * from. The spool holds it once per batch; in each line it would be a fifth of the object.
 * @param senderBatchId from the ledger: a sender may write its id behind the rows, when their spool objects are written
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
  });
  return `,${provenance.slice(1)}\n`;
}

/** A light line per posting seen, stored again or not. @param senderBatchId as for `provenanceTail` */
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
  });
  const start = `${shared.slice(0, -1)},"job_key":`;
  return (jobKey, verdict) => `${start}${JSON.stringify(jobKey)},"verdict":"${verdict}"}\n`;
}
