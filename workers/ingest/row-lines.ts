/** Lines of JSONEachRow in the columns of the ClickHouse tables (`shared/contracts/rows.ts`). */
import type { IngestBatch } from "../../shared/contracts/ingest.ts";
import type { CompanyProfile, JobPosting } from "../../shared/contracts/rows.ts";

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
 * made well-formed. In a raw row it stands escaped twice and passes.
 */
function toJson(value: object): string {
  const json = JSON.stringify(value);
  if (!json.includes("\\ud")) return json;
  return JSON.stringify(value, (_name, field) => (typeof field === "string" ? field.toWellFormed() : field));
}

/** Joins an object's JSON and the rest of a line that begins with a comma. */
const extend = (json: string, rest: string) => json.slice(0, -1) + rest;

/** Writers of one batch's lines; what is the same in every line is serialized once. */
export function lineWriters(batch: IngestBatch, parserVersion: number) {
  const { platform, channel, run } = batch;
  const shared = {
    channel,
    batch_id: batch.batchId,
    run_id: run?.runId ?? null,
    keyword_id: run?.keywordId ?? null,
    keyword: run?.keyword ?? null,
    search_city: run?.city ?? null,
    source: batch.source,
    collected_at: toDateTime(batch.collectedAt),
    parser_version: parserVersion,
  };
  const tail = `,${toJson(shared).slice(1, -1)},"content_hash":"`;
  const provenance = (hash: string) => `${tail}${hash}"}`;
  const raw = (keys: object, json: string, hash: string) =>
    extend(toJson({ platform, ...keys }), `,"raw":${JSON.stringify(json)}${provenance(hash)}`);

  return {
    /** @param json the row as sent */
    rawJob: (job: JobPosting, json: string, hash: string) =>
      raw({ job_key: job.job_key, company_key: job.company_key }, json, hash),
    rawCompany: (company: CompanyProfile, json: string, hash: string) =>
      raw({ company_key: company.company_key }, json, hash),
    job(job: JobPosting, hash: string): string {
      const published_at = job.published_at === null ? null : toDateTime(job.published_at);
      const updated_at = job.updated_at === null ? null : toDateTime(job.updated_at);
      const unread = [...job.unread];
      if (published_at === null && job.published_at !== null) unread.push("published_at");
      if (updated_at === null && job.updated_at !== null) unread.push("updated_at");
      return extend(toJson({ ...job, published_at, updated_at, unread }), provenance(hash));
    },
    company: (company: CompanyProfile, hash: string) => extend(toJson(company), provenance(hash)),
  };
}
