import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { callerOf, GivenPassword, SignInView, setCookies, signInView } from "./auth-view.ts";
import { exampleSignIn } from "./examples.ts";

const route = createRoute({
  operationId: "signIn",
  method: "post",
  path: "/api/v1/auth/sign-in",
  tags: ["sign-in"],
  summary:
    "Sign in with user name or e-mail address; sets the session cookie and answers a token for scripts",
  request: {
    body: jsonBody(
      z.strictObject({
        account: z.string().trim().min(1, "is empty").max(200).describe("User name or e-mail address"),
        password: GivenPassword,
      }),
      { account: "lin.operator", password: "correct horse battery staple" },
    ),
  },
  responses: {
    200: okResponse("Signed in, or waiting for the second factor", SignInView, exampleSignIn),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const signIn = operation("public", route, async (c) => {
  const { account, password } = c.req.valid("json");
  audit(c, { action: "session.create", actor: account });
  try {
    const signedIn = await c.get("services").identity.auth.signIn(account, password, callerOf(c));
    audit(c, {
      action: signedIn.secondFactor === "missing" ? "session.wait" : "session.create",
      actor: signedIn.username,
      userId: signedIn.userId,
    });
    setCookies(c, signedIn);
    return ok(c, signInView(signedIn));
  } catch (error) {
    if (error instanceof ApiError)
      audit(c, { action: "session.refuse", actor: account, after: { code: error.code } });
    throw error;
  }
});
