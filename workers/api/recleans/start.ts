import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleReclean, findReclean, RecleanView, recleanView } from "./reclean-view.ts";

const route = createRoute({
  operationId: "startReclean",
  method: "post",
  path: "/api/v1/recleans/{id}/start",
  tags: ["recleans"],
  summary: "Write what the dry run found; after a sample, all rows are checked first",
  request: { params: IdParam },
  responses: {
    200: okResponse("Started", RecleanView, {
      ...exampleReclean,
      state: "applying",
      rows_total: null,
      rows_done: 0,
      started_by: "lin",
      started_at: EXAMPLE_NOW,
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const startReclean = operation("recleans:write", route, async (c) => {
  const run = await findReclean(c, c.req.valid("param").id);
  const changed = await c.get("services").recleans.start(run, principalOf(c).label, actorOf(c));
  audit(c, {
    action: "reclean.start",
    record: `reclean:${run.id}`,
    before: { state: run.state, counts: run.counts },
    after: { state: changed.state },
  });
  return ok(c, recleanView(changed));
});
