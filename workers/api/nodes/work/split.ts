import { createRoute } from "@hono/zod-openapi";
import { SplitAnswer, SplitRequest } from "../../../../shared/contracts/node-api.ts";
import { ok, okResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { jsonBody } from "../../http/json-body.ts";
import { unwrap } from "../../http/unwrap.ts";
import { operation } from "../../operation.ts";
import { examplePart } from "../examples.ts";
import { heldWork, WorkParams } from "../own-node.ts";

const route = createRoute({
  operationId: "splitPart",
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/split",
  tags: ["node protocol"],
  summary: "A search at the site's cap is split by a filter",
  request: {
    params: WorkParams,
    body: jsonBody(SplitRequest, { fence: 12, part: 0, children: [{ degree: "04" }, { degree: "05" }] }),
  },
  responses: {
    200: okResponse("All parts open then", SplitAnswer, {
      parts: [
        { ...examplePart, part: 1, parent: 0, filters: { degree: "04" }, page: 0, reported: null, rows: 0 },
      ],
    }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const splitPart = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence, part, children } = c.req.valid("json");
    const { ledger } = await heldWork(c, params, fence);
    return ok(c, unwrap(await ledger.splitPart(params.keyword_id, fence, part, children)));
  },
  { machine: true },
);
