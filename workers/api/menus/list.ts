import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleMenu } from "./examples.ts";
import { MenuView, menuView } from "./menu-view.ts";

const route = createRoute({
  operationId: "listMenus",
  method: "get",
  path: "/api/v1/menus",
  tags: ["menus"],
  summary: "List the tree of the dashboard's menus, in its order",
  request: { query: z.strictObject({ include_deleted: Flag }) },
  responses: {
    200: okResponse("All menus", pageOf(MenuView), { items: [exampleMenu], next_cursor: null }),
    ...errorResponses(422),
  },
});

export const listMenus = operation("users:read", route, async (c) => {
  const { menus } = c.get("services").identity;
  const rows = await menus.list(c.req.valid("query").include_deleted === "true");
  return ok(c, { items: rows.map(menuView), next_cursor: null });
});
