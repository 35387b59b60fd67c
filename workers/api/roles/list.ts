import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { exampleRole } from "./examples.ts";
import { RoleView, roleView } from "./role-view.ts";

const route = createRoute({
  operationId: "listRoles",
  method: "get",
  path: "/api/v1/roles",
  tags: ["roles"],
  summary: "List roles and what they grant, by name",
  request: { query: z.strictObject({ include_deleted: Flag, ...wholeListParams }) },
  responses: {
    200: okResponse("A page of the roles", pageOf(RoleView), { items: [exampleRole], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("roles", ({ id }: { id: string }) => id);

export const listRoles = operation("users:read", route, async (c) => {
  const { roles } = c.get("services").identity;
  const { include_deleted, ...query } = c.req.valid("query");
  const { items, next_cursor } = list.page(await roles.list(include_deleted === "true"), query);
  return ok(c, { items: items.map(roleView), next_cursor });
});
