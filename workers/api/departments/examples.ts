import type { z } from "@hono/zod-openapi";
import { exampleLifetime } from "../openapi/example.ts";
import type { DepartmentView } from "./department-view.ts";

export const EXAMPLE_DEPARTMENT_ID = "2c9e1a34-7f10-4c55-8b1e-5d0f7a6b3c22";

export const exampleDepartment = {
  id: EXAMPLE_DEPARTMENT_ID,
  parent_id: null,
  name: "华北",
  position: 0,
  users: 4,
  ...exampleLifetime,
} satisfies z.input<typeof DepartmentView>;
