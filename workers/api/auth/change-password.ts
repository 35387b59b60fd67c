import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import {
  callerOf,
  checkPassword,
  EndApiKeys,
  Ended,
  endApiKeys,
  GivenPassword,
  NewPassword,
  Renewed,
  setCookies,
} from "./auth-view.ts";
import { EXAMPLE_SESSION_TOKEN } from "./examples.ts";

const route = createRoute({
  operationId: "changePassword",
  method: "post",
  path: "/api/v1/auth/password",
  tags: ["account"],
  summary: "Change one's own password; all other sessions end",
  request: {
    body: jsonBody(
      z.strictObject({
        current_password: GivenPassword,
        new_password: NewPassword,
        end_api_keys: EndApiKeys.default(false),
      }),
      {
        current_password: "correct horse battery staple",
        new_password: "another long password 7",
        end_api_keys: true,
      },
    ),
  },
  responses: {
    200: okResponse("Changed", Renewed.extend(Ended.shape), {
      token: EXAMPLE_SESSION_TOKEN,
      ended_api_keys: 2,
      nodes_without_key: [],
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const changePassword = operation("person", route, async (c) => {
  const { current_password: current, new_password: next, end_api_keys } = c.req.valid("json");
  const { userId: id, username } = principalOf(c);
  checkPassword(next, "new_password", username);
  const note = { action: "password.change", record: `user:${id}` };
  audit(c, note);
  const renewed = await c
    .get("services")
    .identity.auth.changePassword({ id, username }, { current, next }, callerOf(c));
  setCookies(c, renewed);
  const ended = await endApiKeys(c, id, end_api_keys);
  audit(c, { ...note, after: ended });
  return ok(c, { token: renewed.token, ...ended });
});
