import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { unwrapped } from "../resources/resource-view.ts";
import { TokenView, tokenView } from "./token-view.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/platform-tokens/{id}",
  tags: ["platform-tokens"],
  summary: "Delete a platform token: the node that has it loses it; it can be restored",
  request: { params: IdParam },
  responses: {
    200: answer("The deleted platform token", z.object({ platform_token: TokenView, restore: Restore })),
    ...errors(404, 409, 413, 422),
  },
});

export const deletePlatformToken = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const deleted = tokenView(unwrapped("token", id, await c.get("services").pool("token").delete(id)));
  audit(c, {
    action: "platform-token.delete",
    record: `platform-token:${id}`,
    before: { ...deleted, deleted_at: null },
  });
  return ok(c, { platform_token: deleted, restore: restoreOf("platform-tokens", id) });
});
