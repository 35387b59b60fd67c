import { createRoute } from "@hono/zod-openapi";
import { userInReach } from "../../../access/user-rules.ts";
import { UserView, userView } from "../../access/user-view.ts";
import { answer, errors, ok } from "../../answers.ts";
import { operation, principalOf } from "../../context.ts";
import { IdParam } from "../../fields.ts";

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
