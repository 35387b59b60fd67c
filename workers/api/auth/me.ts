import { createRoute, z } from "@hono/zod-openapi";
import { Reach } from "../../../shared/contracts/access.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { MenuItem, menuItem } from "../menus/menu-view.ts";

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
  method: "get",
  path: "/api/v1/auth/me",
  tags: ["account"],
  summary: "Who the caller is, and what they may",
  responses: { 200: answer("The caller", Me), ...errors() },
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
