import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleUser } from "./examples.ts";
import { UserView, userView } from "./user-view.ts";

const route = createRoute({
  operationId: "showUser",
  method: "get",
  path: "/api/v1/users/{id}",
  tags: ["users"],
  summary: "Show one user",
  request: { params: IdParam },
  responses: { 200: okResponse("The user", UserView, exampleUser), ...errorResponses(404, 422) },
});

export const showUser = operation("users:read", route, async (c) => {
  const { userRules } = c.get("services").identity;
  return ok(c, userView(await userRules.userInReach(principalOf(c), c.req.valid("param").id)));
});
