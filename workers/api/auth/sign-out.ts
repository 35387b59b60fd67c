import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { callerOf, Done, setCookies } from "./auth-view.ts";

const route = createRoute({
  operationId: "signOut",
  method: "post",
  path: "/api/v1/auth/sign-out",
  tags: ["account"],
  summary: "End this session",
  responses: { 200: okResponse("The session is over", Done, { done: true }), ...errorResponses(413) },
});

export const signOut = operation("person", route, async (c) => {
  setCookies(c, await c.get("services").identity.auth.signOut(callerOf(c)));
  audit(c, { action: "session.end" });
  return ok(c, { done: true as const });
});
