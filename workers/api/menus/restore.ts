import { createRoute } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { assertDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, recordAccessChange } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleMenu } from "./examples.ts";
import { MenuView, menuView } from "./menu-view.ts";

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
  const { menus } = c.get("services").identity;
  const { id } = c.req.valid("param");
  const before = await menus.get(id);
  assertDeleted(`menu ${before.key}`, before);
  const parent = before.parentId === null ? null : await menus.find(before.parentId);
  if (parent && parent.deletedAt !== null) {
    throw new ApiError("conflict", `menu ${parent.key} above it is deleted; restore that first`);
  }
  await menus.restore(id);
  const after = menuView(await menus.get(id));
  recordAccessChange(c, { action: "menu.restore", record: `menu:${id}`, after });
  return ok(c, after);
});
