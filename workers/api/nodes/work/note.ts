import { createRoute } from "@hono/zod-openapi";
import { NoteAnswer, NoteRequest } from "../../../../shared/contracts/node-api.ts";
import { ok, okResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { jsonBody } from "../../http/json-body.ts";
import { unwrap } from "../../http/unwrap.ts";
import { operation } from "../../operation.ts";
import { heldWork, WorkParams } from "../own-node.ts";

const route = createRoute({
  operationId: "noteWork",
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/notes",
  tags: ["node protocol"],
  summary: "A line of the keyword's timeline",
  request: {
    params: WorkParams,
    body: jsonBody(NoteRequest, {
      fence: 12,
      type: "page-kept",
      detail: { key: "kept-pages/…", page: 8, outcome: "blocked", reason: "code 37" },
    }),
  },
  responses: { 200: okResponse("Noted", NoteAnswer, {}), ...errorResponses(400, 404, 409, 413, 415, 422) },
});

export const noteWork = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence, type, detail } = c.req.valid("json");
    const { ledger } = await heldWork(c, params, fence);
    unwrap(await ledger.note(params.keyword_id, fence, type, detail));
    return ok(c, {});
  },
  { machine: true },
);
