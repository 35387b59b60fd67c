import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

/** Needs no token: the answer says only that the Worker runs and its configuration is complete. */
const HEALTH_PATH = "/api/v1/health";

const route = createRoute({
  operationId: "showHealth",
  method: "get",
  path: HEALTH_PATH,
  tags: ["health"],
  summary: "Does the Worker answer?",
  security: [],
  responses: {
    200: okResponse("It does", z.object({ status: z.literal("ok") }), { status: "ok" }),
    ...errorResponses(),
  },
});

export const showHealth = operation("public", route, (c) => ok(c, { status: "ok" as const }));
