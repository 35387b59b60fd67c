import { createRoute } from "@hono/zod-openapi";
import { Priority } from "../../../shared/contracts/keyword.ts";
import { bulkBody, bulkResponses, startBulk } from "../bulk-actions/start.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { KeywordId } from "./find-ledger.ts";

const route = createRoute({
  operationId: "actOnKeywordsInBulk",
  method: "post",
  path: "/api/v1/keywords/bulk",
  tags: ["keywords", "bulk actions"],
  summary: "The same action for many keywords, named or selected by a filter",
  request: {
    body: jsonBody(bulkBody("keywords", KeywordId).extend({ priority: Priority.optional() }), {
      action: "pause",
      filter: { platform: "boss", city: "上海" },
    }),
  },
  responses: bulkResponses,
});

export const actOnKeywordsInBulk = operation("keywords:write", route, (c) => {
  const { ids, filter, rate, priority, ...wanted } = c.req.valid("json");
  return startBulk(c, "keywords", { ...wanted, ids, filter, rate, priority });
});
