import { createRoute, z } from "@hono/zod-openapi";
import { body } from "../auth/auth-view.ts";
import { answer, created, errors } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { recordAccessChange } from "../http/fields.ts";
import { checkMenuParent, MenuView, menuFields, menuView } from "./menu-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/menus",
  tags: ["menus"],
  summary: "Create a menu; it shows once a role has it",
  request: { body: body(z.strictObject(menuFields)) },
  responses: { 201: answer("Created", MenuView), ...errors(400, 409, 413, 415, 422) },
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
