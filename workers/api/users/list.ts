import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag, Id, Search } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleUser } from "./examples.ts";
import { UserView, userView } from "./user-view.ts";

const Query = z.strictObject({
  search: Search.optional().describe("Part of user name, name or e-mail address"),
  department_id: Id.optional().describe("Of this department or one below it"),
  role: Id.optional().describe("Id of a role they have"),
  include_deleted: Flag,
  limit: limitParam(200, 50),
  cursor: cursorParam,
});

const route = createRoute({
  operationId: "listUsers",
  method: "get",
  path: "/api/v1/users",
  tags: ["users"],
  summary: "List users within the caller's reach, by user name",
  request: { query: Query },
  responses: {
    200: okResponse("A page of users", pageOf(UserView).extend({ total: z.number().int() }), {
      items: [exampleUser],
      next_cursor: null,
      total: 1,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("users", z.string());

export const listUsers = operation("users:read", route, async (c) => {
  const { users } = c.get("services").identity;
  const { search, department_id, role, include_deleted, limit, cursor: after } = c.req.valid("query");
  const filter = {
    reach: principalOf(c).reach,
    search,
    departmentId: department_id,
    roleId: role,
    includeDeleted: include_deleted === "true",
  };
  const afterUsername = cursor.decode(after);
  const [rows, total] = await Promise.all([
    users.list(filter, limit + 1, afterUsername),
    users.count(filter),
  ]);
  const page = toPage(rows, limit, (last) => cursor.encode(last.username));
  return ok(c, { ...page, items: page.items.map(userView), total });
});
