import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { unwrapped } from "../resources/resource-view.ts";
import { TokenView, tokenView } from "./token-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/platform-tokens/{id}/restore",
  tags: ["platform-tokens"],
  summary: "Bring a deleted platform token back",
  request: { params: IdParam },
  responses: { 200: answer("The platform token", TokenView), ...errors(404, 409, 413, 422) },
});

export const restorePlatformToken = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const after = tokenView(unwrapped("token", id, await c.get("services").pool("token").restore(id)));
  audit(c, { action: "platform-token.restore", record: `platform-token:${id}`, after });
  return ok(c, after);
});
