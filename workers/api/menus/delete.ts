import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, recordAccessChange, restoreOf } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_MENU_ID, exampleMenu } from "./examples.ts";
import { MenuView, menuView } from "./menu-view.ts";

const route = createRoute({
  operationId: "deleteMenu",
  method: "delete",
  path: "/api/v1/menus/{id}",
  tags: ["menus"],
  summary: "Delete a menu that is not built in and has none below it; can be restored",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted menu", z.object({ menu: MenuView, restore: Restore }), {
      menu: { ...exampleMenu, built_in: false, deleted_at: EXAMPLE_NOW },
      restore: restoreOf("menus", EXAMPLE_MENU_ID),
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteMenu = operation("access:write", route, async (c) => {
  const { menus } = c.get("services").identity;
  const { id } = c.req.valid("param");
  const before = await menus.get(id);
  assertNotDeleted(`menu ${before.key}`, before);
  if (before.builtIn) throw new ApiError("invalid_state", "a built-in menu can't be deleted");
  await menus.delete(id);
  const menu = menuView(await menus.get(id));
  recordAccessChange(c, { action: "menu.delete", record: `menu:${id}`, before: menuView(before) });
  return ok(c, { menu, restore: restoreOf("menus", id) });
});
