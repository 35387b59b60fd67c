import { createRoute, z } from "@hono/zod-openapi";
import { Reach } from "../../../shared/contracts/access.ts";
import { MenuView, readAccount } from "../../iam/permissions/account.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";

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
  menus: z.array(MenuView).describe("What the dashboard shows, in order"),
});

const route = createRoute({
  method: "get",
  path: "/api/v1/auth/me",
  tags: ["account"],
  summary: "Who the caller is, and what they may",
  responses: { 200: answer("The caller", Me), ...errors() },
});

export const showMe = operation("anyone", route, async (c) => {
  const { people } = c.get("services");
  return ok(c, await readAccount(people.access.db, principalOf(c)));
});
