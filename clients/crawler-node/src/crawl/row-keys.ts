/** Key and content hash of each row, computed as the API does: the node needs them while the API is unavailable. */
import type { AcceptResult, IngestBatch } from "../../../../shared/contracts/ingest.ts";
import { contentHash } from "../../../../shared/domain/content-hash.ts";
import type { PlatformAdapter } from "../../../../shared/platforms/adapter.ts";
import { missingKeyReason } from "../../../../shared/platforms/key-problem.ts";

const MAX_KEY_CHARS = 200;

export function keysOf(
  { rows, data_type: dataType }: Pick<IngestBatch, "rows" | "data_type">,
  adapter: PlatformAdapter,
): Pick<AcceptResult, "entries" | "invalid"> {
  const entries: AcceptResult["entries"] = [];
  const invalid: AcceptResult["invalid"] = [];
  const field = dataType === "company" ? "company_key" : "job_key";
  const keyOf = (row: unknown) =>
    dataType === "company" ? adapter.parseCompany(row)?.company_key : adapter.parseJob(row)?.job.job_key;
  for (const [index, row] of rows.entries()) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      invalid.push({ index, field: "row", reason: "is not an object" });
      continue;
    }
    const key = keyOf(row);
    const reason = key ? problemOf(key) : missingKeyReason(row, keyOf);
    if (reason !== null || !key) invalid.push({ index, field, reason: reason ?? "is missing" });
    else entries.push({ index, key, hash: contentHash(row, adapter.volatileFields) });
  }
  return { entries, invalid };
}

function problemOf(key: string): string | null {
  if (key.length > MAX_KEY_CHARS) return `is longer than ${MAX_KEY_CHARS} characters`;
  return key.isWellFormed() ? null : "is not well-formed text";
}
