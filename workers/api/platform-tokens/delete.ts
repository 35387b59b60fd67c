import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleDeleted } from "../resources/examples.ts";
import { noResource } from "../resources/resource-view.ts";
import { EXAMPLE_TOKEN_ID, exampleToken } from "./examples.ts";
import { TokenView, tokenView } from "./token-view.ts";

const route = createRoute({
  operationId: "deletePlatformToken",
  method: "delete",
  path: "/api/v1/platform-tokens/{id}",
  tags: ["platform-tokens"],
  summary: "Delete a platform token: the node that has it loses it; it can be restored",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted platform token", z.object({ platform_token: TokenView, restore: Restore }), {
      platform_token: { ...exampleToken, ...exampleDeleted },
      restore: restoreOf("platform-tokens", EXAMPLE_TOKEN_ID),
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deletePlatformToken = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const deleted = tokenView(
    unwrap(await c.get("services").pool("token").delete(id), () => noResource("token", id)),
  );
  audit(c, {
    action: "platform-token.delete",
    record: `platform-token:${id}`,
    before: { ...deleted, deleted_at: null },
  });
  return ok(c, { platform_token: deleted, restore: restoreOf("platform-tokens", id) });
});
