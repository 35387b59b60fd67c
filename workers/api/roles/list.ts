import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleRole } from "./examples.ts";
import { RoleView, roleView } from "./role-view.ts";

const route = createRoute({
  operationId: "listRoles",
  method: "get",
  path: "/api/v1/roles",
  tags: ["roles"],
  summary: "List roles and what they grant, by name",
  request: { query: z.strictObject({ include_deleted: Flag }) },
  responses: {
    200: okResponse("All roles", pageOf(RoleView), { items: [exampleRole], next_cursor: null }),
    ...errorResponses(422),
  },
});

export const listRoles = operation("users:read", route, async (c) => {
  const { roles } = c.get("services").identity;
  const rows = await roles.list(c.req.valid("query").include_deleted === "true");
  return ok(c, { items: rows.map(roleView), next_cursor: null });
});
