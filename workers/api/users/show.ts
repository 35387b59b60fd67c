import { createRoute } from "@hono/zod-openapi";
import { userInReach } from "../../iam/directory/user-rules.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { UserView, userView } from "./user-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/users/{id}",
  tags: ["users"],
  summary: "Show one user",
  request: { params: IdParam },
  responses: { 200: answer("The user", UserView), ...errors(404, 422) },
});

export const showUser = operation("users:read", route, async (c) => {
  const { db } = c.get("services").people.access;
  return ok(c, userView(await userInReach(db, principalOf(c), c.req.valid("param").id)));
});
