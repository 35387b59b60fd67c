import { createRoute } from "@hono/zod-openapi";
import { SeenAnswer, SeenRequest } from "../../../../shared/contracts/node-api.ts";
import { ok, okResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { jsonBody } from "../../http/json-body.ts";
import { operation } from "../../operation.ts";
import { heldWork, WorkParams } from "../own-node.ts";

const route = createRoute({
  operationId: "checkSeen",
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/seen",
  tags: ["node protocol"],
  summary: "Which postings are new",
  request: {
    params: WorkParams,
    body: jsonBody(SeenRequest, { fence: 12, entries: [{ key: "153000001", hash: "0f343b0931126a20" }] }),
  },
  responses: {
    200: okResponse("In the order of the entries", SeenAnswer, { verdicts: ["new"] }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const checkSeen = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence, entries } = c.req.valid("json");
    const { platform } = await heldWork(c, params, fence);
    return ok(c, { verdicts: await c.get("services").seenJobs(platform, entries) });
  },
  { machine: true },
);
