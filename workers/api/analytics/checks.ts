import { createRoute } from "@hono/zod-openapi";
import { FigureChecks } from "../../../shared/contracts/figures.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleFigureChecks } from "./examples.ts";

const route = createRoute({
  operationId: "showFigureChecks",
  method: "get",
  path: "/api/v1/analytics/checks",
  tags: ["analytics"],
  summary: "When figures were computed ahead, and what the nightly check of them found",
  responses: { 200: okResponse("The last check", FigureChecks, exampleFigureChecks), ...errorResponses() },
});

export const showFigureChecks = operation("read", route, async (c) =>
  ok(c, await c.get("services").figures.lastCheck()),
);
