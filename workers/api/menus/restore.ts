import { createRoute } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { findMenu, restoreMenuRow } from "../../iam/directory/menu-store.ts";
import { checkDeleted } from "../../iam/problem.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { accessChanged, IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleMenu } from "./examples.ts";
import { existingMenu, MenuView, menuView } from "./menu-view.ts";

const route = createRoute({
  operationId: "restoreMenu",
  method: "post",
  path: "/api/v1/menus/{id}/restore",
  tags: ["menus"],
  summary: "Bring a deleted menu back to its place",
  request: { params: IdParam },
  responses: { 200: okResponse("The menu", MenuView, exampleMenu), ...errorResponses(404, 409, 413, 422) },
});

export const restoreMenu = operation("access:write", route, async (c) => {
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const { id } = c.req.valid("param");
  const before = await existingMenu(db, id);
  checkDeleted(`menu ${before.key}`, before);
  const parent = before.parentId === null ? null : await findMenu(db, before.parentId);
  if (parent && parent.deletedAt !== null) {
    throw new ApiError("conflict", `menu ${parent.key} above it is deleted; restore that first`);
  }
  await restoreMenuRow(db, id, clock.now());
  const after = menuView(await existingMenu(db, id));
  accessChanged(c, { action: "menu.restore", record: `menu:${id}`, after });
  return ok(c, after);
});
