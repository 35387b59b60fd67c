import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";

/** The one route without a token: it tells only that the Worker runs and its configuration is whole. */
export const HEALTH_PATH = "/api/v1/health";

const route = createRoute({
  method: "get",
  path: HEALTH_PATH,
  tags: ["health"],
  summary: "Does the Worker answer?",
  security: [],
  responses: { 200: answer("It does", z.object({ status: z.literal("ok") })), ...errors() },
});

export const showHealth = operation("public", route, (c) => ok(c, { status: "ok" as const }));
