import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleIdle } from "../resources/examples.ts";
import { existingResource, noResource } from "../resources/resource-view.ts";
import { exampleToken } from "./examples.ts";
import { TokenView, tokenView } from "./token-view.ts";

const route = createRoute({
  operationId: "releasePlatformToken",
  method: "post",
  path: "/api/v1/platform-tokens/{id}/release",
  tags: ["platform-tokens"],
  summary: "End lease and quarantine of a platform token: it may be leased at once",
  request: { params: IdParam },
  responses: {
    200: okResponse("The platform token", TokenView, { ...exampleToken, ...exampleIdle }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const releasePlatformToken = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { lease, quarantine } = await existingResource(c, "token", id);
  const after = tokenView(
    unwrap(await c.get("services").pool("token").unquarantine(id), () => noResource("token", id)),
  );
  audit(c, {
    action: "platform-token.release",
    record: `platform-token:${id}`,
    before: { lease, quarantine },
  });
  return ok(c, after);
});
