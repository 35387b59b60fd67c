import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { Done } from "./auth-view.ts";

const route = createRoute({
  operationId: "forgotPassword",
  method: "post",
  path: "/api/v1/auth/password/forgot",
  tags: ["sign-in"],
  summary: "Ask for a link to set a new password; the answer is the same for an unknown account",
  request: {
    body: jsonBody(
      z.strictObject({
        account: z.string().trim().min(1, "is empty").max(200).describe("User name or e-mail address"),
      }),
      { account: "lin.operator@example.com" },
    ),
  },
  responses: {
    200: okResponse("If there is such an account, a mail is on its way", Done, { done: true }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const forgotPassword = operation("public", route, async (c) => {
  const { account } = c.req.valid("json");
  const { userId, isMailed } = await c.get("services").identity.auth.forgotPassword(account);
  audit(c, {
    action: "password.forget",
    actor: account,
    ...(userId !== null && { record: `user:${userId}`, userId }),
    after: { mailed: isMailed },
  });
  return ok(c, { done: true as const }, "if there is such an account, a mail is on its way");
});
