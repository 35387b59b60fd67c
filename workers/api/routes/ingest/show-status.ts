import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../../shared/contracts/platform.ts";
import { answer, errors, ok } from "../../answers.ts";
import { operation } from "../../context.ts";
import { IngestBacklog, IngestCounts, ingestBacklog } from "../../ingest/ingest-view.ts";

const Status = IngestBacklog.extend({ by_platform: z.partialRecord(Platform, IngestCounts) });

const route = createRoute({
  method: "get",
  path: "/api/v1/ingest",
  tags: ["ingest"],
  summary: "Backlog and totals of the ingest",
  responses: { 200: answer("The status", Status), ...errors() },
});

export const showIngestStatus = operation("read", route, async (c) => {
  const status = await c.get("services").ingest.status();
  return ok(c, { ...ingestBacklog(status), by_platform: status.byPlatform });
});
