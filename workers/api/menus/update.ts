import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, recordAccessChange } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleMenu } from "./examples.ts";
import { checkMenuParent, MenuView, menuFields, menuView } from "./menu-view.ts";

const route = createRoute({
  operationId: "updateMenu",
  method: "patch",
  path: "/api/v1/menus/{id}",
  tags: ["menus"],
  summary: "Rename or move a menu; a built-in one keeps its key and path",
  request: { params: IdParam, body: jsonBody(z.strictObject(menuFields).partial(), { title_zh: "搜索词" }) },
  responses: {
    200: okResponse("The menu", MenuView, { ...exampleMenu, title_zh: "搜索词" }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateMenu = operation("access:write", route, async (c) => {
  const { menus } = c.get("services").identity;
  const { id } = c.req.valid("param");
  const { parent_id: parentId, title_en: titleEn, title_zh: titleZh, ...rest } = c.req.valid("json");
  const before = await menus.get(id);
  assertNotDeleted(`menu ${before.key}`, before);
  for (const field of ["key", "path"] as const) {
    if (before.builtIn && rest[field] !== undefined && rest[field] !== before[field]) {
      throw new ApiError("invalid_state", `a built-in menu keeps its ${field}`);
    }
  }
  if (parentId !== undefined) await checkMenuParent(menus, parentId);
  await menus.update(id, { parentId, titleEn, titleZh, ...rest });
  const after = menuView(await menus.get(id));
  recordAccessChange(c, { action: "menu.update", record: `menu:${id}`, before: menuView(before), after });
  return ok(c, after);
});
