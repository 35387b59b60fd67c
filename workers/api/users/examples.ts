import type { z } from "@hono/zod-openapi";
import { EXAMPLE_DEPARTMENT_ID } from "../departments/examples.ts";
import { exampleLifetime } from "../openapi/example.ts";
import { EXAMPLE_ROLE_ID } from "../roles/examples.ts";
import type { UserView } from "./user-view.ts";

export const EXAMPLE_USER_ID = "6d1f6c0e-3b57-4a0c-9a53-0f4a5c9c7e11";

export const exampleUser = {
  id: EXAMPLE_USER_ID,
  username: "lin.operator",
  name: "Lin",
  email: "lin.operator@example.com",
  department: { id: EXAMPLE_DEPARTMENT_ID, name: "华北" },
  roles: [{ id: EXAMPLE_ROLE_ID, name: "operator north" }],
  disabled: false,
  must_change_password: false,
  two_factor_enabled: false,
  ...exampleLifetime,
} satisfies z.input<typeof UserView>;
