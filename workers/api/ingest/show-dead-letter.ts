import { createRoute, z } from "@hono/zod-openapi";
import { maskRecruiter } from "../../../shared/domain/recruiter-mask.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { DeadLetterView, deadLetterView } from "./dead-letter-view.ts";

/** Rows shown: enough to see what is wrong. */
const MOST_ROWS = 20;

const Inside = DeadLetterView.extend({
  rows: z.array(z.unknown()).describe(`The first ${MOST_ROWS} rows as they were sent`),
  rows_missing: z.boolean().describe("The rows are no longer in the spool"),
});

const route = createRoute({
  method: "get",
  path: "/api/v1/ingest/dead-letters/{id}",
  tags: ["ingest"],
  summary: "Look inside a dead letter",
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: { 200: answer("The dead letter", Inside), ...errors(404, 422) },
});

export const showDeadLetter = operation("read", route, async (c) => {
  const { id } = c.req.valid("param");
  const { ingest } = c.get("services");
  const receipt = await ingest.receipt(id);
  if (receipt?.state !== "dead") throw new ApiError("not_found", `no dead letter ${id}`);
  const rows = await ingest.rawRows(receipt, MOST_ROWS);
  const seen = principalOf(c).seesRecruiters;
  return ok(c, {
    ...deadLetterView(receipt),
    rows: (rows ?? []).map((row) => (seen ? row : maskRecruiter(receipt.platform, row))),
    rows_missing: rows === null,
  });
});
