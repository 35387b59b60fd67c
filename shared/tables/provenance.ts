/** Where a row came from: the same columns in every table of rows. */
import { Channel, Platform } from "../contracts/platform.ts";
import { count, id, instant, label, member, type RowOf, text, word } from "./column.ts";

export const platform = member(Platform, "site that the row is from");

/** All but the platform, which leads the row's own columns. */
export const PROVENANCE_COLUMNS = {
  channel: member(Channel, "channel of the site that the row was collected through"),
  upload_id: id(
    "id made by us for one request with rows; a page that the edge crawled is an upload of one part",
  ),
  part: count("UInt32", "piece of the upload that the row came in, from 0"),
  batch_id: text(
    "id that the sender gave its upload; null when it gave none, and for pages that the edge crawled",
  ),
  run_id: text("run of the keyword; null for rows posted from outside a run"),
  keyword_id: text("keyword whose search last brought the row"),
  keyword: label("keyword whose search last brought the row, as it is searched"),
  search_city: label("city of that search, common name"),
  source: word("edge, or node: or user: and who sent it"),
  collected_at: instant("when the row was collected"),
  content_hash: id("hash of the row as sent, without volatile fields, hex"),
  parser_version: count("UInt32", "raised with every change of the parser of the platform"),
};

export type Provenance = RowOf<typeof PROVENANCE_COLUMNS & { platform: typeof platform }>;
