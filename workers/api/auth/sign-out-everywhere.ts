import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { callerOf, setCookies } from "./auth-view.ts";

const route = createRoute({
  operationId: "signOutEverywhere",
  method: "post",
  path: "/api/v1/auth/sign-out-everywhere",
  tags: ["account"],
  summary: "End all sessions of the caller, this one too",
  responses: {
    200: okResponse("How many ended", z.object({ sessions: z.number().int() }), { sessions: 3 }),
    ...errorResponses(413),
  },
});

export const signOutEverywhere = operation("person", route, async (c) => {
  const ended = await c.get("services").identity.auth.signOutEverywhere(principalOf(c).userId, callerOf(c));
  setCookies(c, ended);
  audit(c, { action: "session.end-all", after: { sessions: ended.sessions } });
  return ok(c, { sessions: ended.sessions });
});
