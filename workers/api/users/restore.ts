import { createRoute } from "@hono/zod-openapi";
import { checkDepartmentLives, userInReach, userToChange } from "../../iam/directory/user-rules.ts";
import { restoreUserRow } from "../../iam/directory/user-store.ts";
import { checkDeleted } from "../../iam/problem.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { accessChanged, IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleUser } from "./examples.ts";
import { UserView, userNote, userView } from "./user-view.ts";

const route = createRoute({
  operationId: "restoreUser",
  method: "post",
  path: "/api/v1/users/{id}/restore",
  tags: ["users"],
  summary: "Bring a deleted user back, with their roles and keys",
  request: { params: IdParam },
  responses: { 200: okResponse("The user", UserView, exampleUser), ...errorResponses(404, 409, 413, 422) },
});

export const restoreUser = operation("users:write", route, async (c) => {
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const before = await userToChange(db, principal, id);
  checkDeleted(`user ${before.username}`, before);
  await checkDepartmentLives(db, before);
  await restoreUserRow(db, id, clock.now());
  const user = await userInReach(db, principal, id);
  accessChanged(c, { action: "user.restore", record: `user:${id}`, after: userNote(user) });
  return ok(c, userView(user));
});
