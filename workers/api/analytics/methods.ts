import { createRoute } from "@hono/zod-openapi";
import { FigureMethods } from "../../../shared/contracts/figures.ts";
import { listMethods } from "../../figures/methods.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "listFigureMethods",
  method: "get",
  path: "/api/v1/analytics/methods",
  tags: ["analytics"],
  summary: "How each figure is computed, in each version",
  responses: {
    200: okResponse("All methods", FigureMethods, { items: listMethods().items.slice(0, 1) }),
    ...errorResponses(),
  },
});

export const listFigureMethods = operation("read", route, (c) => ok(c, listMethods()));
