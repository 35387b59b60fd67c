import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { accessChanged } from "../http/fields.ts";

const Report = z.object({
  added: z.array(z.string()).describe("METHOD /path"),
  removed: z.array(z.string()),
  total: z.number().int(),
});

const route = createRoute({
  method: "post",
  path: "/api/v1/permissions/refresh",
  tags: ["permissions"],
  summary: "Make the permissions those of the routes; it also happens by itself after a deploy",
  responses: { 200: answer("What changed", Report), ...errors(413) },
});

export const refreshPermissions = operation("access:write", route, async (c) => {
  const report = await c.get("services").people.access.refresh();
  accessChanged(c, { action: "permission.refresh", after: report });
  return ok(c, report);
});
