import { createRoute, z } from "@hono/zod-openapi";
import { created, createdResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { recordAccessChange } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleMenu } from "./examples.ts";
import { checkMenuParent, MenuView, menuFields, menuView } from "./menu-view.ts";

const route = createRoute({
  operationId: "createMenu",
  method: "post",
  path: "/api/v1/menus",
  tags: ["menus"],
  summary: "Create a menu; it shows once a role has it",
  request: {
    body: jsonBody(z.strictObject(menuFields), {
      parent_id: null,
      key: "reports",
      title_en: "Reports",
      title_zh: "报表",
      path: "/reports",
      icon: "dashboard",
      position: 9,
    }),
  },
  responses: {
    201: createdResponse("Created", MenuView, {
      ...exampleMenu,
      key: "reports",
      title_en: "Reports",
      title_zh: "报表",
      path: "/reports",
      icon: "dashboard",
      position: 9,
      built_in: false,
    }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createMenu = operation("access:write", route, async (c) => {
  const { menus } = c.get("services").identity;
  const { parent_id: parentId, key, title_en: titleEn, title_zh: titleZh, ...rest } = c.req.valid("json");
  await checkMenuParent(menus, parentId);
  const id = await menus.create({ parentId, key, titleEn, titleZh, ...rest });
  const after = menuView(await menus.get(id));
  recordAccessChange(c, { action: "menu.create", record: `menu:${id}`, after });
  return created(c, after);
});
