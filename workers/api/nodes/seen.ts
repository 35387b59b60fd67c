import { createRoute } from "@hono/zod-openapi";
import { SeenAnswer, SeenRequest } from "../../../shared/contracts/node-api.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { heldWork } from "./own-node.ts";
import { WorkParams } from "./work-params.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/seen",
  tags: ["node protocol"],
  summary: "Which postings are new",
  request: { params: WorkParams, body: body(SeenRequest) },
  responses: {
    200: answer("In the order of the entries", SeenAnswer),
    ...errors(400, 404, 409, 413, 415, 422),
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
