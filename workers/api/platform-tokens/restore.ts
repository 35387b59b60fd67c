import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleIdle } from "../resources/examples.ts";
import { noResource } from "../resources/resource-view.ts";
import { exampleToken } from "./examples.ts";
import { TokenView, tokenView } from "./token-view.ts";

const route = createRoute({
  operationId: "restorePlatformToken",
  method: "post",
  path: "/api/v1/platform-tokens/{id}/restore",
  tags: ["platform-tokens"],
  summary: "Bring a deleted platform token back",
  request: { params: IdParam },
  responses: {
    200: okResponse("The platform token", TokenView, { ...exampleToken, ...exampleIdle }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const restorePlatformToken = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const after = tokenView(
    unwrap(await c.get("services").pool("token").restore(id), () => noResource("token", id)),
  );
  audit(c, { action: "platform-token.restore", record: `platform-token:${id}`, after });
  return ok(c, after);
});
