import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { existingResource, unwrapped } from "../resources/resource-view.ts";
import { TokenView, tokenView } from "./token-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/platform-tokens/{id}/release",
  tags: ["platform-tokens"],
  summary: "End lease and quarantine of a platform token: it may be leased at once",
  request: { params: IdParam },
  responses: { 200: answer("The platform token", TokenView), ...errors(404, 409, 413, 422) },
});

export const releasePlatformToken = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { lease, quarantine } = await existingResource(c, "token", id);
  const after = tokenView(unwrapped("token", id, await c.get("services").pool("token").free(id)));
  audit(c, {
    action: "platform-token.release",
    record: `platform-token:${id}`,
    before: { lease, quarantine },
  });
  return ok(c, after);
});
