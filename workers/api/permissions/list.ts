import { createRoute, z } from "@hono/zod-openapi";
import { Scope } from "../../../shared/contracts/access.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_PERMISSION_ID } from "./examples.ts";

const Permission = z.object({
  id: z.uuid(),
  method: z.string(),
  path: z.string().describe("Pattern, for example /api/v1/keywords/{id}"),
  scope: Scope.describe("What an API key needs for it"),
  summary: z.string(),
});

const route = createRoute({
  operationId: "listPermissions",
  method: "get",
  path: "/api/v1/permissions",
  tags: ["permissions"],
  summary: "List what a role can be granted, by path",
  request: { query: WholeListQuery },
  responses: {
    200: okResponse("A page of the permissions", pageOf(Permission), {
      items: [
        {
          id: EXAMPLE_PERMISSION_ID,
          method: "POST",
          path: "/api/v1/keywords",
          scope: "keywords:write",
          summary: "Create one keyword",
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("permissions", ({ id }: z.infer<typeof Permission>) => id);

export const listPermissions = operation("users:read", route, async (c) => {
  const rows = await c.get("services").identity.permissions.list();
  const all = rows.map(({ createdAt: _, ...permission }) => permission);
  return ok(c, list.page(all, c.req.valid("query")));
});
