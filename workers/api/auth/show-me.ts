import { createRoute, z } from "@hono/zod-openapi";
import { Reach } from "../../../shared/contracts/access.ts";
import { EXAMPLE_DEPARTMENT_ID } from "../departments/examples.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { exampleMenuEntry } from "../menus/examples.ts";
import { MenuItem, menuItem } from "../menus/menu-view.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_USER_ID } from "../users/examples.ts";

const Me = z.object({
  user: z.object({
    id: z.uuid(),
    username: z.string(),
    name: z.string(),
    email: z.string(),
    department: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    two_factor_enabled: z.boolean(),
  }),
  kind: z.enum(["person", "key"]),
  node: z.string().nullable().describe("Id of the crawler node that the key belongs to"),
  roles: z.array(z.string()),
  superuser: z.boolean(),
  reach: Reach.describe("Whose records are visible"),
  sees_recruiters: z.boolean(),
  password_change_required: z.boolean(),
  scopes: z.array(z.string()).nullable().describe("What a key is narrowed to; null for a person"),
  permissions: z.array(z.string()).describe("METHOD /path of every route that may be called"),
  menus: z.array(MenuItem).describe("What the dashboard shows, in order"),
});

const route = createRoute({
  operationId: "showMe",
  method: "get",
  path: "/api/v1/auth/me",
  tags: ["account"],
  summary: "Who the caller is, and what they may",
  responses: {
    200: okResponse("The caller", Me, {
      user: {
        id: EXAMPLE_USER_ID,
        username: "lin.operator",
        name: "Lin",
        email: "lin.operator@example.com",
        department: { id: EXAMPLE_DEPARTMENT_ID, name: "华北" },
        two_factor_enabled: false,
      },
      kind: "person",
      node: null,
      roles: ["operator north"],
      superuser: false,
      reach: "department",
      sees_recruiters: false,
      password_change_required: false,
      scopes: null,
      permissions: ["GET /api/v1/keywords", "POST /api/v1/keywords"],
      menus: [exampleMenuEntry],
    }),
    ...errorResponses(),
  },
});

export const showMe = operation("anyone", route, async (c) => {
  const principal = principalOf(c);
  const { user, roles, permissions, menus } = await c.get("services").identity.account(principal);
  const { twoFactorEnabled, ...names } = user;
  return ok(c, {
    user: { ...names, two_factor_enabled: twoFactorEnabled },
    kind: principal.keyId ? ("key" as const) : ("person" as const),
    node: principal.node,
    roles,
    superuser: principal.superuser,
    reach: principal.reach.kind === "departments" ? ("department" as const) : principal.reach.kind,
    sees_recruiters: principal.seesRecruiters,
    password_change_required: principal.mustChangePassword,
    scopes: principal.scopes ? [...principal.scopes].sort() : null,
    permissions,
    menus: menus.map(menuItem),
  });
});
