import { createRoute, z } from "@hono/zod-openapi";
import { JobRef } from "../../../shared/contracts/job-match.ts";
import { pairId } from "../../bulk/nouns/job-pairs.ts";
import { bulkBody, bulkResponses, startBulk } from "../bulk-actions/start.ts";
import { SingleLineText } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";

const Pair = z.strictObject({ one: JobRef, other: JobRef });

const route = createRoute({
  operationId: "decideJobPairsInBulk",
  method: "post",
  path: "/api/v1/job-pairs/bulk",
  tags: ["jobs", "bulk actions"],
  summary:
    "Join many pairs of postings, or keep them apart, named or selected by a filter; each can be undone",
  request: {
    body: jsonBody(
      bulkBody("job-pairs", Pair).extend({ reason: SingleLineText.optional().describe("Why") }),
      {
        action: "same",
        filter: { kind: "doubtful", min_score: 0.9 },
      },
    ),
  },
  responses: bulkResponses,
});

export const decideJobPairsInBulk = operation("matches:write", route, (c) => {
  const { ids, filter, rate, reason, ...wanted } = c.req.valid("json");
  const named = ids?.map(({ one, other }) => pairId(one, other));
  return startBulk(c, "job-pairs", { ...wanted, ids: named, filter, rate, reason });
});
