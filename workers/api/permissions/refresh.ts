import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { recordAccessChange } from "../http/fields.ts";
import { operation } from "../operation.ts";

const Report = z.object({
  added: z.array(z.string()).describe("METHOD /path"),
  removed: z.array(z.string()),
  total: z.number().int(),
});

const route = createRoute({
  operationId: "refreshPermissions",
  method: "post",
  path: "/api/v1/permissions/refresh",
  tags: ["permissions"],
  summary: "Make the permissions those of the routes; it also happens by itself after a deploy",
  responses: {
    200: okResponse("What changed", Report, { added: ["GET /api/v1/reports"], removed: [], total: 58 }),
    ...errorResponses(413),
  },
});

export const refreshPermissions = operation("access:write", route, async (c) => {
  const report = await c.get("services").identity.permissions.sync();
  recordAccessChange(c, { action: "permission.refresh", after: report });
  return ok(c, report);
});
