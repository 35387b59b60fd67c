import { createRoute, z } from "@hono/zod-openapi";
import { bulkBody, bulkResponses, startBulk } from "../bulk-actions/start.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "actOnDeadLettersInBulk",
  method: "post",
  path: "/api/v1/ingest/dead-letters/bulk",
  tags: ["ingest", "bulk actions"],
  summary: "Replay or give up many dead letters, named or selected by a filter",
  request: {
    body: jsonBody(bulkBody("dead-letters", z.string().min(1).max(200)), {
      action: "replay",
      filter: { platform: "qcwy" },
    }),
  },
  responses: bulkResponses,
});

export const actOnDeadLettersInBulk = operation("ingest:manage", route, (c) => {
  const { ids, filter, rate, ...wanted } = c.req.valid("json");
  return startBulk(c, "dead-letters", { ...wanted, ids, filter, rate });
});
