import { createRoute, z } from "@hono/zod-openapi";
import { Keyword, RunPart } from "../../../shared/contracts/keyword.ts";
import { coverage } from "../../../shared/domain/coverage.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleKeyword } from "./examples.ts";
import { KeywordIdParam, keywordInReach } from "./find-ledger.ts";

const KeywordDetail = z.object({
  keyword: Keyword,
  parts: z.array(RunPart).describe("Parts of the latest run; more than one when the search was split"),
  coverage: z.number().nullable().describe("keyword.coverage as a share; null while unknown"),
});

const route = createRoute({
  operationId: "showKeyword",
  method: "get",
  path: "/api/v1/keywords/{id}",
  tags: ["keywords"],
  summary: "Show one keyword with its run and parts",
  request: { params: KeywordIdParam },
  responses: {
    200: okResponse("The keyword", KeywordDetail, {
      keyword: exampleKeyword,
      parts: [{ part: 0, parent: null, filters: {}, state: "done", page: 20, reported: 300, rows: 300 }],
      coverage: 0.99,
    }),
    ...errorResponses(404, 422),
  },
});

export const showKeyword = operation("read", route, async (c) => {
  const { id } = c.req.valid("param");
  const { keyword, parts } = await keywordInReach(c.get("services"), principalOf(c), id);
  const { distinct = 0, reported = null } = keyword.coverage ?? {};
  return ok(c, { keyword, parts, coverage: coverage(distinct, reported) });
});
