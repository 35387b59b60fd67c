import { createRoute } from "@hono/zod-openapi";
import { SplitAnswer, SplitRequest } from "../../../../shared/contracts/node-api.ts";
import type { SearchFilters } from "../../../../shared/contracts/platform.ts";
import { fieldError } from "../../../../shared/errors/validation.ts";
import { adapters } from "../../../../shared/platforms/registry.ts";
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

/** The filters in any order, as one text. */
const namesOf = (filters: SearchFilters[]): string =>
  filters
    .map((one) => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort()
    .join();

export const splitPart = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence, part, children } = c.req.valid("json");
    const { ledger, platform, holding } = await heldWork(c, params, fence);
    const found = (await ledger.get(params.keyword_id))?.parts.find((one) => one.part === part);
    if (found) {
      // A part may only become what the platform's own filters make of it: the children are searches that others make.
      const place = (await c.get("services").dictionaries.cities()).place(platform, holding.city);
      const expected = adapters[platform].splitQuery({ ...holding, filters: found.filters, page: 1, place });
      if (namesOf(children) !== namesOf(expected))
        throw fieldError("children", "are not the parts into which the platform's filters split this one");
    }
    return ok(c, unwrap(await ledger.splitPart(params.keyword_id, fence, part, children)));
  },
  { machine: true },
);
