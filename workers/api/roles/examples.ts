import type { z } from "@hono/zod-openapi";
import { EXAMPLE_MENU_ID } from "../menus/examples.ts";
import { exampleLifetime } from "../openapi/example.ts";
import { EXAMPLE_PERMISSION_ID } from "../permissions/examples.ts";
import type { RoleView } from "./role-view.ts";

export const EXAMPLE_ROLE_ID = "8f2b7d10-1c4e-4f6a-b0d3-9e5a2c1f4b33";

export const exampleRole = {
  id: EXAMPLE_ROLE_ID,
  name: "operator north",
  description: "Crawls of the north",
  reach: "department",
  sees_recruiters: false,
  superuser: false,
  built_in: false,
  permission_ids: [EXAMPLE_PERMISSION_ID],
  menu_ids: [EXAMPLE_MENU_ID],
  users: 4,
  ...exampleLifetime,
} satisfies z.input<typeof RoleView>;
