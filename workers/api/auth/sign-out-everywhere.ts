import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { callerOf, EndApiKeys, Ended, endApiKeys, setCookies } from "./auth-view.ts";

const route = createRoute({
  operationId: "signOutEverywhere",
  method: "post",
  path: "/api/v1/auth/sign-out-everywhere",
  tags: ["account"],
  summary: "End all sessions of the caller, this one too",
  request: {
    body: {
      ...jsonBody(z.strictObject({ end_api_keys: EndApiKeys.optional() }), { end_api_keys: true }),
      required: false,
    },
  },
  responses: {
    200: okResponse("How many ended", Ended.extend({ sessions: z.number().int() }), {
      sessions: 3,
      ended_api_keys: 2,
      nodes_without_key: [],
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const signOutEverywhere = operation("person", route, async (c) => {
  const { userId } = principalOf(c);
  const { end_api_keys = false } = c.req.valid("json");
  const keys = await endApiKeys(c, userId, end_api_keys);
  const signedOut = await c.get("services").identity.auth.signOutEverywhere(userId, callerOf(c));
  setCookies(c, signedOut);
  const ended = { sessions: signedOut.sessions, ...keys };
  audit(c, { action: "session.end-all", after: ended });
  return ok(c, ended);
});
