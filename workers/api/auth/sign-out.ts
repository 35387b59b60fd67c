import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { callerOf, Done, setCookies } from "./auth-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/auth/sign-out",
  tags: ["account"],
  summary: "End this session",
  responses: { 200: answer("The session is over", Done), ...errors(413) },
});

export const signOut = operation("person", route, async (c) => {
  setCookies(c, await c.get("services").people.auth.signOut(callerOf(c)));
  audit(c, { action: "session.end" });
  return ok(c, { done: true as const });
});
