import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { checkPassword, Done, EndApiKeys, Ended, endApiKeys, NewPassword } from "./auth-view.ts";

const route = createRoute({
  operationId: "resetPassword",
  method: "post",
  path: "/api/v1/auth/password/reset",
  tags: ["sign-in"],
  summary: "Set a new password with the token of the mailed link; all sessions end",
  request: {
    body: jsonBody(
      z.strictObject({
        token: z.string().min(1, "is empty").max(200),
        new_password: NewPassword,
        end_api_keys: EndApiKeys.default(false),
      }),
      { token: "Y4qvmT6nD4rqeuPqexZNpQ3H", new_password: "another long password 7" },
    ),
  },
  responses: {
    200: okResponse("Set; sign in with it", Done.extend(Ended.shape), {
      done: true,
      ended_api_keys: 0,
      nodes_without_key: [],
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const resetPassword = operation("public", route, async (c) => {
  const { token, new_password, end_api_keys } = c.req.valid("json");
  const { auth } = c.get("services").identity;
  const user = await auth.userOfReset(token);
  if (user) checkPassword(new_password, "new_password", user.username);
  const note = {
    action: "password.reset",
    ...(user && { record: `user:${user.id}`, actor: user.username, userId: user.id }),
  };
  audit(c, note);
  await auth.resetPassword(token, new_password);
  const ended = await endApiKeys(c, user?.id ?? "", end_api_keys);
  audit(c, { ...note, after: ended });
  return ok(c, { done: true as const, ...ended });
});
