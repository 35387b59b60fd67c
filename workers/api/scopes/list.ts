import { createRoute, z } from "@hono/zod-openapi";
import { SCOPE_DESCRIPTIONS, SCOPES, Scope } from "../../../shared/contracts/access.ts";
import { permissionKey } from "../../iam/permissions/principal.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { operation } from "../operation.ts";

const ScopeView = z.object({
  scope: Scope,
  description: z.string(),
  permissions: z.array(z.string()).describe("METHOD /path of the routes that belong to it"),
});

const route = createRoute({
  operationId: "listScopes",
  method: "get",
  path: "/api/v1/scopes",
  tags: ["api-keys"],
  summary: "List what an API key can be narrowed to",
  request: { query: WholeListQuery },
  responses: {
    200: okResponse("A page of the scopes", pageOf(ScopeView), {
      items: [
        {
          scope: "keywords:write",
          description: SCOPE_DESCRIPTIONS["keywords:write"],
          permissions: ["POST /api/v1/keywords"],
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("scopes", ({ scope }: z.infer<typeof ScopeView>) => scope);

export const listScopes = operation("anyone", route, async (c) => {
  const rows = await c.get("services").identity.permissions.list();
  const byScope = Map.groupBy(rows, ({ scope }) => scope);
  const all = SCOPES.map((scope) => ({
    scope,
    description: SCOPE_DESCRIPTIONS[scope],
    permissions: (byScope.get(scope) ?? []).map(({ method, path }) => permissionKey(method, path)),
  }));
  return ok(c, list.page(all, c.req.valid("query")));
});
