/** A rebuild of SeenIndex as the API shows it. */
import { z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { SEEN_TYPES } from "../../../shared/contracts/seen-index.ts";
import type { SeenRebuild } from "../../db/seen-schema.ts";
import { Instant } from "../http/answers.ts";

export const SeenType = z
  .enum(SEEN_TYPES)
  .describe(
    "Index: job and job_detail are postings, company a company's own page, employer what postings tell",
  );

export const SeenRebuildView = z.object({
  platform: Platform,
  type: SeenType,
  state: z.enum(["running", "finished"]),
  restored: z.number().int().describe("Keys read from ClickHouse and restored so far"),
  index_keys: z.number().int().nullable().describe("Keys in the index when it was finished"),
  requested_by: z.string(),
  requested_at: Instant,
  updated_at: Instant,
  finished_at: Instant.nullable(),
  error: z.string().nullable().describe("Why the last page failed; it is read again"),
});

export const SeenRebuildList = z.object({ items: z.array(SeenRebuildView) });

export const seenRebuildView = (rebuild: SeenRebuild): z.infer<typeof SeenRebuildView> => ({
  platform: rebuild.platform,
  type: rebuild.type,
  state: rebuild.finishedAt === null ? "running" : "finished",
  restored: rebuild.restored,
  index_keys: rebuild.indexKeys,
  requested_by: rebuild.requestedBy,
  requested_at: rebuild.requestedAt,
  updated_at: rebuild.updatedAt,
  finished_at: rebuild.finishedAt,
  error: rebuild.error,
});
