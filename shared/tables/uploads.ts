/** Uploads from outside. */
import { Channel, DataType } from "../contracts/platform.ts";
import type { LoggedUpload } from "../contracts/upload-log.ts";
import { count, id, instant, member, type RowOf, text, word } from "./column.ts";
import { platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

export const uploads = defineTable({
  name: "uploads",
  comment: "Each upload from outside, by address and sender; 90 days. Read with FINAL",
  columns: {
    at: instant("when it was accepted"),
    ip: id("address that it came from"),
    source: word("node: or user: and who sent it"),
    platform,
    channel: member(Channel, "channel of the site that the rows were collected through"),
    data_type: member(DataType, "kind of rows"),
    upload_id: id("id made by us for one request with rows"),
    batch_id: text("id that the sender gave it; null when it gave none"),
    parts: count("UInt32", "pieces it was cut into"),
    received: count("UInt32", "rows sent"),
    valid: count("UInt32", "rows with a key"),
    invalid: count("UInt32", "rows without a key"),
    bytes: count("UInt64", "of the rows as they wait for ClickHouse"),
  },
});
/** A line of JSONEachRow. */
export const uploadLine = ({
  seq: _,
  data_type: dataType,
  upload_id: uploadId,
  sender_batch_id: senderBatchId,
  ...upload
}: LoggedUpload): string =>
  JSON.stringify({
    ...upload,
    data_type: dataType,
    upload_id: uploadId,
    batch_id: senderBatchId,
    valid: upload.received - upload.invalid,
  } satisfies RowOf<typeof uploads.columns>);
