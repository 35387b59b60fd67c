import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { existingResource } from "../resources/resource-view.ts";
import { exampleToken } from "./examples.ts";
import { TokenView, tokenView } from "./token-view.ts";

const route = createRoute({
  operationId: "showPlatformToken",
  method: "get",
  path: "/api/v1/platform-tokens/{id}",
  tags: ["platform-tokens"],
  summary: "Show a platform token; its secret is never shown again",
  request: { params: IdParam },
  responses: { 200: okResponse("The platform token", TokenView, exampleToken), ...errorResponses(404, 422) },
});

export const showPlatformToken = operation("read", route, async (c) =>
  ok(c, tokenView(await existingResource(c, "token", c.req.valid("param").id))),
);
