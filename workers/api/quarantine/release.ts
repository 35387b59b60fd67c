import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { Decision, exampleQuarantined } from "./quarantine-view.ts";

const Answer = z.object({
  released: z.array(z.string()).describe("Ids of the batches that were released now"),
  skipped: z.array(z.string()).describe("Ids that stand for no such batch, or were decided on before"),
});

const { id } = exampleQuarantined;

const route = createRoute({
  operationId: "releaseQuarantined",
  method: "post",
  path: "/api/v1/quarantine/release",
  tags: ["quality"],
  summary:
    "Put batches on their way into ClickHouse: waiting ones, and dropped ones whose rows are still kept",
  request: { body: jsonBody(Decision, { ids: [id], why: "checked on the site" }) },
  responses: {
    200: okResponse("They wait for ClickHouse now", Answer, { released: [id], skipped: [] }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const releaseQuarantined = operation("ingest:manage", route, async (c) => {
  const { ids, why } = c.req.valid("json");
  const decider = { by: principalOf(c).label, why };
  const released = await c.get("services").ingest.releaseQuarantined(ids, decider);
  const skipped = ids.filter((one) => !released.includes(one));
  audit(c, { action: "quarantine.release", record: "quarantine", after: { released, why } });
  return ok(c, { released, skipped });
});
