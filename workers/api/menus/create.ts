import { createRoute, z } from "@hono/zod-openapi";
import { insertMenu } from "../../iam/directory/menu-store.ts";
import { body } from "../auth/auth-view.ts";
import { answer, created, errors } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { accessChanged } from "../http/fields.ts";
import { checkMenuParent, existingMenu, MenuView, menuFields, menuView } from "./menu-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/menus",
  tags: ["menus"],
  summary: "Create a menu; it shows once a role has it",
  request: { body: body(z.strictObject(menuFields)) },
  responses: { 201: answer("Created", MenuView), ...errors(400, 409, 413, 415, 422) },
});

export const createMenu = operation("access:write", route, async (c) => {
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const { parent_id: parentId, key, title_en: titleEn, title_zh: titleZh, ...rest } = c.req.valid("json");
  await checkMenuParent(db, parentId);
  const id = await insertMenu(db, { parentId, key, titleEn, titleZh, ...rest }, clock.now());
  const after = menuView(await existingMenu(db, id));
  accessChanged(c, { action: "menu.create", record: `menu:${id}`, after });
  return created(c, after);
});
