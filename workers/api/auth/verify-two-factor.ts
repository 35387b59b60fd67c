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
  audit(c, { action: "session.refuse", after: { second_factor: true } });
  const signedIn = await c.get("services").identity.auth.secondFactor(c.req.valid("json").code, callerOf(c));
  audit(c, { action: "session.create", actor: signedIn.username, userId: signedIn.userId });
  setCookies(c, signedIn);
  return ok(c, signInView(signedIn));
});
