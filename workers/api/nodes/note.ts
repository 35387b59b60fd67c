import { createRoute } from "@hono/zod-openapi";
import { NoteAnswer, NoteRequest } from "../../../shared/contracts/node-api.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { unwrap } from "../keywords/find-ledger.ts";
import { heldWork } from "./own-node.ts";
import { WorkParams } from "./work-params.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/notes",
  tags: ["node protocol"],
  summary: "A line of the keyword's timeline",
  request: { params: WorkParams, body: body(NoteRequest) },
  responses: { 200: answer("Noted", NoteAnswer), ...errors(400, 404, 409, 413, 415, 422) },
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
