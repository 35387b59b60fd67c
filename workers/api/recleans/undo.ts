import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleReclean, findReclean, RecleanView, recleanView } from "./reclean-view.ts";

const route = createRoute({
  operationId: "undoReclean",
  method: "post",
  path: "/api/v1/recleans/{id}/undo",
  tags: ["recleans"],
  summary: "Write the old values back; a later run of the same platform and data type is undone first",
  request: { params: IdParam },
  responses: {
    200: okResponse("Begun", RecleanView, {
      ...exampleReclean,
      state: "undoing",
      started_by: "lin",
      started_at: EXAMPLE_NOW - 1000,
      undone_by: "lin",
      undone_at: EXAMPLE_NOW,
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const undoReclean = operation("recleans:write", route, async (c) => {
  const run = await findReclean(c, c.req.valid("param").id);
  const changed = await c.get("services").recleans.undo(run, principalOf(c).label, actorOf(c));
  audit(c, {
    action: "reclean.undo",
    record: `reclean:${run.id}`,
    before: { state: run.state, counts: run.counts },
    after: { state: changed.state },
  });
  return ok(c, recleanView(changed));
});
