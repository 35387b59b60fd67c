import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleReclean, findReclean, RecleanView, recleanView } from "./reclean-view.ts";

const route = createRoute({
  operationId: "showReclean",
  method: "get",
  path: "/api/v1/recleans/{id}",
  tags: ["recleans"],
  summary: "Show one re-clean with its progress and what changes, field by field",
  request: { params: IdParam },
  responses: { 200: okResponse("The re-clean", RecleanView, exampleReclean), ...errorResponses(404, 422) },
});

export const showReclean = operation("read", route, async (c) =>
  ok(c, recleanView(await findReclean(c, c.req.valid("param").id))),
);
