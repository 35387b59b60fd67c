import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { QuarantineState } from "../../../shared/contracts/quality.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleQuarantined, QuarantinedView, quarantinedView } from "./quarantine-view.ts";

const route = createRoute({
  operationId: "listQuarantine",
  method: "get",
  path: "/api/v1/quarantine",
  tags: ["quality"],
  summary: "Batches that were far off what is usual, newest first",
  request: {
    query: z.strictObject({
      state: QuarantineState.optional(),
      platform: Platform.optional(),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of them", pageOf(QuarantinedView), {
      items: [exampleQuarantined],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("quarantine", z.number().int().nonnegative());

export const listQuarantine = operation("read", route, async (c) => {
  const { state, platform, limit, cursor: before } = c.req.valid("query");
  const filter = { state, platform, beforeSeq: cursor.decode(before) };
  const batches = await c.get("services").ingest.listQuarantine(limit + 1, filter);
  const page = toPage(batches, limit, (last) => cursor.encode(last.seq));
  return ok(c, { items: page.items.map(quarantinedView), next_cursor: page.next_cursor });
});
