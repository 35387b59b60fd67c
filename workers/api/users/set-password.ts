import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { makeInitialPassword } from "../../iam/directory/initial-password.ts";
import { checkNotSelf } from "../../iam/directory/user-rules.ts";
import { EndApiKeys, Ended, endApiKeys } from "../auth/auth-view.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, recordAccessChange } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "setUserPassword",
  method: "post",
  path: "/api/v1/users/{id}/password",
  tags: ["users"],
  summary: "Give a user a new first password; their sessions end, and their API keys unless told otherwise",
  request: {
    params: IdParam,
    body: {
      ...jsonBody(
        z.strictObject({
          end_api_keys: EndApiKeys.optional().describe(
            "End the user's API keys too, also those of the crawler nodes they registered; true when left out",
          ),
          reset_two_factor: z.boolean().optional().describe("Sign in without the second factor from now on"),
        }),
        { end_api_keys: true, reset_two_factor: true },
      ),
      required: false,
    },
  },
  responses: {
    200: okResponse(
      "The password",
      Ended.extend({ password: z.string().describe("Shown once; to be changed at the first sign-in") }),
      { password: "u7QpWd2XkRmz9TfbNsGa", ended_api_keys: 1, nodes_without_key: [] },
    ),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const setUserPassword = operation("users:write", route, async (c) => {
  const { users, userRules } = c.get("services").identity;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const { end_api_keys = true, reset_two_factor = false } = c.req.valid("json");
  const user = await userRules.userToChange(principal, id);
  assertNotDeleted(`user ${user.username}`, user);
  checkNotSelf(principal, id, "set their own password here; POST /api/v1/auth/password asks for the old one");
  const password = makeInitialPassword();
  await users.setPassword(id, password);
  if (reset_two_factor) await users.endSecondFactor(id);
  const ended = await endApiKeys(c, id, end_api_keys);
  recordAccessChange(c, {
    action: "user.password",
    record: `user:${id}`,
    after: { reset_two_factor, ...ended },
  });
  return ok(c, { password, ...ended });
});
