import { createRoute, z } from "@hono/zod-openapi";
import { Scope } from "../../../shared/contracts/access.ts";
import { listPermissionRows } from "../../iam/permissions/permission-store.ts";
import { answer, errors, ok, pageOf } from "../http/answers.ts";
import { operation } from "../http/context.ts";

const Permission = z.object({
  id: z.uuid(),
  method: z.string(),
  path: z.string().describe("Pattern, for example /api/v1/keywords/{id}"),
  scope: Scope.describe("What an API key needs for it"),
  summary: z.string(),
});

const route = createRoute({
  method: "get",
  path: "/api/v1/permissions",
  tags: ["permissions"],
  summary: "List what a role can be granted, by path",
  responses: { 200: answer("All permissions", pageOf(Permission)), ...errors() },
});

export const listPermissions = operation("users:read", route, async (c) => {
  const rows = await listPermissionRows(c.get("services").people.access.db);
  const items = rows.map(({ createdAt: _, ...permission }) => permission);
  return ok(c, { items, next_cursor: null });
});
