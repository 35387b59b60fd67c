import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { exampleMenu } from "./examples.ts";
import { MenuView, menuView } from "./menu-view.ts";

const route = createRoute({
  operationId: "listMenus",
  method: "get",
  path: "/api/v1/menus",
  tags: ["menus"],
  summary: "List the tree of the dashboard's menus, in its order",
  request: { query: z.strictObject({ include_deleted: Flag, ...wholeListParams }) },
  responses: {
    200: okResponse("A page of the menus", pageOf(MenuView), { items: [exampleMenu], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("menus", ({ id }: { id: string }) => id);

export const listMenus = operation("users:read", route, async (c) => {
  const { menus } = c.get("services").identity;
  const { include_deleted, ...query } = c.req.valid("query");
  const { items, next_cursor } = list.page(await menus.list(include_deleted === "true"), query);
  return ok(c, { items: items.map(menuView), next_cursor });
});
