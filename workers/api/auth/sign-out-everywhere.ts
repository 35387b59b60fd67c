import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation, principalOf } from "../http/context.ts";
import { callerOf, setCookies } from "./auth-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/auth/sign-out-everywhere",
  tags: ["account"],
  summary: "End all sessions of the caller, this one too",
  responses: {
    200: answer("How many ended", z.object({ sessions: z.number().int() })),
    ...errors(413),
  },
});

export const signOutEverywhere = operation("person", route, async (c) => {
  const ended = await c.get("services").people.auth.signOutEverywhere(principalOf(c).userId, callerOf(c));
  setCookies(c, ended);
  audit(c, { action: "session.end-all", after: { sessions: ended.sessions } });
  return ok(c, { sessions: ended.sessions });
});
