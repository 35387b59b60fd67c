/** What names one part of an upload and tells where it came from, as dead letters and quarantined batches show it. */
import { z } from "@hono/zod-openapi";
import { Channel, DataType, Platform } from "../../../shared/contracts/platform.ts";

export const partShape = {
  upload_id: z.string().describe("Upload whose part it is; a page that the edge crawled is one of one part"),
  part: z.number().int().describe("Piece of the upload, from 0"),
  batch_id: z.string().nullable().describe("As the sender chose it"),
  platform: Platform,
  channel: Channel,
  data_type: DataType,
  source: z.string().describe("`edge`, or `node:` or `user:` and who sent it"),
  request_id: z.string().describe("Request that brought it"),
  run_id: z.string().nullable(),
} as const;
