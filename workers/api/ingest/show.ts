import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleBacklog, exampleIngestCounts } from "./examples.ts";
import { IngestBacklog, IngestCounts, ingestBacklog, ingestCounts } from "./ingest-view.ts";

const Status = IngestBacklog.extend({
  waiting_pushes: z.number().int().describe("Stored parts not yet sent on to their push target"),
  by_platform: z.partialRecord(Platform, IngestCounts),
});

const route = createRoute({
  operationId: "showIngestStatus",
  method: "get",
  path: "/api/v1/ingest",
  tags: ["ingest"],
  summary: "Backlog and totals of the ingest",
  responses: {
    200: okResponse("The status", Status, {
      ...exampleBacklog,
      waiting_pushes: 2,
      by_platform: { boss: exampleIngestCounts },
    }),
    ...errorResponses(),
  },
});

export const showIngestStatus = operation("read", route, async (c) => {
  const { ingest, push } = c.get("services");
  const [status, counts] = await Promise.all([ingest.status(), push.endpointStates()]);
  const waiting_pushes = counts.reduce((sum, { waiting }) => sum + waiting, 0);
  const by_platform = Object.fromEntries(
    Object.entries(status.by_platform).map(([platform, totals]) => [platform, ingestCounts(totals)]),
  );
  return ok(c, { ...ingestBacklog(status), waiting_pushes, by_platform });
});
