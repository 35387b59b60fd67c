import { createRoute } from "@hono/zod-openapi";
import { FigureMethodVersion } from "../../../shared/contracts/figures.ts";
import { listMethods } from "../../figures/methods.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "listFigureMethods",
  method: "get",
  path: "/api/v1/analytics/methods",
  tags: ["analytics"],
  summary: "How each figure is computed, in each version",
  request: { query: WholeListQuery },
  responses: {
    200: okResponse("A page of the methods", pageOf(FigureMethodVersion), {
      items: listMethods().slice(0, 1),
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("figure-methods", ({ name, version }: FigureMethodVersion) => `${name} ${version}`);

export const listFigureMethods = operation("read", route, (c) =>
  ok(c, list.page(listMethods(), c.req.valid("query"))),
);
