import batches from "../../migrations/objects/ingest-ledger/001_batches.sql";
import uploads from "../../migrations/objects/ingest-ledger/002_uploads.sql";
import pushes from "../../migrations/objects/ingest-ledger/003_pushes.sql";
import uploadLog from "../../migrations/objects/ingest-ledger/004_upload_log.sql";
import uploadIds from "../../migrations/objects/ingest-ledger/005_upload_ids.sql";
import logOfUploads from "../../migrations/objects/ingest-ledger/006_log_of_uploads.sql";
import deliveries from "../../migrations/objects/ingest-ledger/007_deliveries.sql";
import uploadFences from "../../migrations/objects/ingest-ledger/008_upload_fences.sql";
import fewerIndexes from "../../migrations/objects/ingest-ledger/009_fewer_indexes.sql";
import fewerRows from "../../migrations/objects/ingest-ledger/010_fewer_rows.sql";
import quarantine from "../../migrations/objects/ingest-ledger/011_quarantine.sql";
import type { Migration } from "../base/migrate.ts";

/** The schema of IngestLedger, oldest migration first. Objects record these names: they never change. */
export const MIGRATIONS: readonly Migration[] = [
  { name: "001_batches", sql: batches },
  { name: "002_uploads", sql: uploads, adds: { table: "batches", column: "due_at" } },
  { name: "003_pushes", sql: pushes },
  { name: "004_upload_log", sql: uploadLog },
  { name: "005_upload_ids", sql: uploadIds, adds: { table: "uploads", column: "sender_key" } },
  { name: "006_log_of_uploads", sql: logOfUploads, adds: { table: "upload_log", column: "upload_id" } },
  { name: "007_deliveries", sql: deliveries },
  { name: "008_upload_fences", sql: uploadFences },
  { name: "009_fewer_indexes", sql: fewerIndexes },
  { name: "010_fewer_rows", sql: fewerRows },
  { name: "011_quarantine", sql: quarantine },
];
