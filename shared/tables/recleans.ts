/** Re-cleans (A10): the rows of a run, what it changes, and the corrections that were written. */
import { z } from "zod";
import { column, count, id, instant, maybeInstant, word } from "./column.ts";
import { platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

const run_id = id("run of the re-clean");
const row_key = id("job_key or company_key of the row");
const values = (comment: string) =>
  column("Array(Nullable(String))", z.array(z.string().nullable()), comment);

export const recleanKeys = defineTable({
  name: "reclean_keys",
  comment: "Keys that a re-clean looks at, listed when it begins; 30 days",
  columns: { run_id, row_key, listed_at: instant("when it was listed") },
});

export const recleanRows = defineTable({
  name: "reclean_rows",
  comment: "Rows that a re-clean parsed anew, until they are compared; at most 2 days. Read with FINAL",
  columns: {
    run_id,
    row_key,
    content_hash: id("hash of the row as sent, hex"),
    is_current: column("UInt8", z.number().int(), "1: the content that the typed table has"),
    typed: id("JSON of the typed columns"),
    parsed_at: instant("when it was parsed"),
  },
});

const CHANGE_COLUMNS = {
  run_id,
  target: word("table whose row it is; empty for a row that can not be parsed"),
  row_key,
  content_hash: id("hash of the row as sent, hex"),
  collected_at: instant("when the row was collected"),
  parser_before: count("UInt32", "version of the parser that read the old values"),
  fields: column("Array(LowCardinality(String))", z.array(z.string()), "columns that differ"),
  before: values("old values as text, in the order of fields; lists are JSON, null where there is none"),
  after: values("new values, in the same way"),
};

export const recleanChanges = defineTable({
  name: "reclean_changes",
  comment: "What re-cleans would change, and what they can not read; 30 days. Read with FINAL",
  columns: {
    ...CHANGE_COLUMNS,
    reason: id("why it can not be parsed; empty for a change"),
    found_at: instant("when it was found"),
  },
});

export const rowCorrections = defineTable({
  name: "row_corrections",
  comment: "Old and new values of rows that re-cleans and people corrected, undone ones too. Read with FINAL",
  columns: {
    platform,
    ...CHANGE_COLUMNS,
    parser_after: count("UInt32", "version of the parser that read the new values"),
    corrected_at: instant("when the run began to write"),
    corrected_by: id("name of who started it"),
    undone_at: maybeInstant("when it was undone"),
    changed_at: instant("when this row was written; the newest one stays"),
    why: id("why a person corrected it; empty where a re-clean did"),
  },
});
