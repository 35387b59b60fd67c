import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { Decision, exampleQuarantined } from "./quarantine-view.ts";

const Answer = z.object({
  dropped: z.array(z.string()).describe("Ids of the batches that were dropped now"),
  skipped: z.array(z.string()).describe("Ids that stand for no such batch, or were decided on before"),
});

const { id } = exampleQuarantined;

const route = createRoute({
  operationId: "dropQuarantined",
  method: "post",
  path: "/api/v1/quarantine/drop",
  tags: ["quality"],
  summary:
    "Decide against batches that wait: their rows are not stored, and kept for 14 days, in which they may be released",
  request: { body: jsonBody(Decision, { ids: [id], why: "checked on the site" }) },
  responses: {
    200: okResponse("Dropped", Answer, { dropped: [id], skipped: [] }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const dropQuarantined = operation("ingest:manage", route, async (c) => {
  const { ids, why } = c.req.valid("json");
  const decider = { by: principalOf(c).label, why };
  const dropped = await c.get("services").ingest.dropQuarantined(ids, decider);
  const skipped = ids.filter((one) => !dropped.includes(one));
  audit(c, { action: "quarantine.drop", record: "quarantine", after: { dropped, why } });
  return ok(c, { dropped, skipped });
});
