import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { deadLetterView } from "./dead-letter-view.ts";
import { EXAMPLE_DEAD_LETTER_ID } from "./examples.ts";

const route = createRoute({
  operationId: "discardDeadLetter",
  method: "delete",
  path: "/api/v1/ingest/dead-letters/{id}",
  tags: ["ingest"],
  summary: "Give a dead letter up: its rows are deleted and cannot be brought back",
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: {
    200: okResponse("Given up", z.object({ id: z.string() }), { id: EXAMPLE_DEAD_LETTER_ID }),
    ...errorResponses(404, 413, 422),
  },
});

export const discardDeadLetter = operation("ingest:manage", route, async (c) => {
  const { id } = c.req.valid("param");
  const { ingest, store } = c.get("services");
  const receipt = await ingest.receipt(id);
  const spent = receipt?.state === "dead" ? await ingest.discardDead([id]) : [];
  if (!receipt || spent.length === 0) throw new ApiError("not_found", `no dead letter ${id}`);
  audit(c, { action: "dead-letter.discard", record: `dead-letter:${id}`, before: deadLetterView(receipt) });
  // The sweep deletes what this call could not.
  await store.delete(spent).catch((error) => c.get("logger").warn("ingest.spool-not-deleted", { id, error }));
  return ok(c, { id });
});
