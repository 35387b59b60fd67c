import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { existingResource } from "../resources/resource-view.ts";
import { TokenView, tokenView } from "./token-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/platform-tokens/{id}",
  tags: ["platform-tokens"],
  summary: "Show a platform token; its secret is never shown again",
  request: { params: IdParam },
  responses: { 200: answer("The platform token", TokenView), ...errors(404, 422) },
});

export const showPlatformToken = operation("read", route, async (c) =>
  ok(c, tokenView(await existingResource(c, "token", c.req.valid("param").id))),
);
