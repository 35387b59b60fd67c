import { createRoute } from "@hono/zod-openapi";
import { WorkingTimes } from "../../../shared/contracts/figures.ts";
import { MAX_VALUES } from "../../figures/figure-list.ts";
import { ok, okResponse } from "../http/answers.ts";
import { limitParam } from "../http/cursor.ts";
import { operation } from "../operation.ts";
import { exampleWorkingTimes } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "showWorkingTime",
  method: "get",
  path: "/api/v1/analytics/working-time",
  tags: ["analytics"],
  summary: "双休, 大小周, 单休 and 996: how many postings state them, and which companies",
  request: { query: figureQuery({ limit: limitParam(MAX_VALUES, 20) }) },
  responses: { 200: okResponse("The shares", WorkingTimes, exampleWorkingTimes), ...figureErrors },
});

export const showWorkingTime = operation("read", route, async (c) => {
  const { limit, ...query } = c.req.valid("query");
  return ok(c, await computeFigure(c, "working_time", query, {}, limit));
});
