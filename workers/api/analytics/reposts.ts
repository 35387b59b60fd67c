import { createRoute } from "@hono/zod-openapi";
import { Reposts } from "../../../shared/contracts/figures.ts";
import { MAX_VALUES } from "../../figures/figure-list.ts";
import { ok, okResponse } from "../http/answers.ts";
import { limitParam } from "../http/cursor.ts";
import { operation } from "../operation.ts";
import { exampleReposts } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "showReposts",
  method: "get",
  path: "/api/v1/analytics/reposts",
  tags: ["analytics"],
  summary: "Who posts the same job again",
  request: { query: figureQuery({ limit: limitParam(MAX_VALUES, 20) }) },
  responses: { 200: okResponse("The companies", Reposts, exampleReposts), ...figureErrors },
});

export const showReposts = operation("read", route, async (c) => {
  const { limit, ...query } = c.req.valid("query");
  return ok(c, await computeFigure(c, "reposts", query, {}, limit));
});
