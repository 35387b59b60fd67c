import { createRoute } from "@hono/zod-openapi";
import { BulkAction, isEndedBulk } from "../../../shared/contracts/bulk.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { may } from "../../iam/permissions/principal.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleBulkAction } from "./examples.ts";
import { bulkNeeds, findBulk } from "./find-bulk.ts";

const route = createRoute({
  operationId: "abortBulkAction",
  method: "post",
  path: "/api/v1/bulk-actions/{id}/abort",
  tags: ["bulk actions"],
  summary: "Stop a bulk action after the step that is under way; the rest stays untouched",
  request: { params: IdParam },
  responses: {
    200: okResponse("The bulk action after it", BulkAction, {
      ...exampleBulkAction,
      state: "stopping",
      aborted_by: "lin",
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const abortBulkAction = operation("read", route, async (c) => {
  const { bulkActions } = c.get("services");
  const record = await findBulk(c, c.req.valid("param").id);
  const principal = principalOf(c);
  const need = bulkActions.nouns[record.noun].need(record.action);
  // Whoever may do the action may stop it.
  if (!may(principal, need.route, need.scope)) throw bulkNeeds(record.noun, need);
  const before = await bulkActions.show(record);
  if (isEndedBulk(before.state))
    throw new ApiError("invalid_state", `a bulk action that is ${before.state} has ended`);
  const after = await bulkActions.abort(record, principal.label);
  audit(c, {
    action: "bulk-action.abort",
    record: `bulk-action:${record.id}`,
    after: { state: after.state, done: after.done, left: after.left },
  });
  return ok(c, after);
});
