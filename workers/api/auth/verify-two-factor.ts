import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { callerOf, SignInView, setCookies, signInView } from "./auth-view.ts";
import { exampleSignIn } from "./examples.ts";

const route = createRoute({
  operationId: "verifyTwoFactor",
  method: "post",
  path: "/api/v1/auth/two-factor/verify",
  tags: ["sign-in"],
  summary: "Second step of a sign-in: the code of the authenticator app, or a backup code",
  request: {
    body: jsonBody(
      z.strictObject({
        code: z.string().trim().min(6).max(20).describe("Six digits, or a backup code"),
      }),
      { code: "492039" },
    ),
  },
  responses: {
    200: okResponse("Signed in", SignInView, exampleSignIn),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const verifyTwoFactor = operation("public", route, async (c) => {
  const { auth } = c.get("services").identity;
  const caller = callerOf(c);
  const user = await auth.userWaiting(caller);
  audit(c, {
    action: "session.refuse",
    ...(user && { record: `user:${user.id}`, actor: user.username, userId: user.id }),
    after: { second_factor: true },
  });
  const signedIn = await auth.secondFactor(c.req.valid("json").code, caller);
  audit(c, { action: "session.create", actor: signedIn.username, userId: signedIn.userId });
  setCookies(c, signedIn);
  return ok(c, signInView(signedIn));
});
