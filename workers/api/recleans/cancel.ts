import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleReclean, findReclean, RecleanView, recleanView } from "./reclean-view.ts";

const route = createRoute({
  operationId: "cancelReclean",
  method: "post",
  path: "/api/v1/recleans/{id}/cancel",
  tags: ["recleans"],
  summary: "End a re-clean that has not ended; what it has written stays until it is undone",
  request: { params: IdParam },
  responses: {
    200: okResponse("Cancelled", RecleanView, {
      ...exampleReclean,
      state: "cancelled",
      finished_at: EXAMPLE_NOW,
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const cancelReclean = operation("recleans:write", route, async (c) => {
  const run = await findReclean(c, c.req.valid("param").id);
  const changed = await c.get("services").recleans.cancel(run);
  audit(c, {
    action: "reclean.cancel",
    record: `reclean:${run.id}`,
    before: { state: run.state, counts: run.counts },
    after: { state: changed.state },
  });
  return ok(c, recleanView(changed));
});
