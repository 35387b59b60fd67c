/** Uploads from outside. */
import { Channel, DataType } from "../contracts/platform.ts";
import type { LoggedUpload } from "../contracts/upload-log.ts";
import { count, id, instant, member, type RowOf, word } from "./column.ts";
import { platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

export const uploads = defineTable({
  name: "uploads",
  comment: "Each batch from outside, by address and sender; 90 days. Read with FINAL",
  columns: {
    at: instant("when it was accepted"),
    ip: id("address that it came from"),
    source: word("node: or user: and who sent it"),
    platform,
    channel: member(Channel, "channel of the site that the rows were collected through"),
    data_type: member(DataType, "kind of rows"),
    batch_id: id("id of the batch"),
    received: count("UInt32", "rows sent"),
    valid: count("UInt32", "rows with a key"),
    invalid: count("UInt32", "rows without a key"),
    bytes: count("UInt64", "of the rows as they wait for ClickHouse"),
  },
});
/** A line of JSONEachRow. */
export const uploadLine = ({ seq: _, dataType, batchId, ...upload }: LoggedUpload): string =>
  JSON.stringify({
    ...upload,
    data_type: dataType,
    batch_id: batchId,
    valid: upload.received - upload.invalid,
  } satisfies RowOf<typeof uploads.columns>);
