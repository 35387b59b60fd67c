import { createRoute, z } from "@hono/zod-openapi";
import { CompanyRef } from "../../../shared/contracts/company-match.ts";
import { companyPairId } from "../../bulk/nouns/company-pairs.ts";
import { bulkBody, bulkResponses, startBulk } from "../bulk-actions/start.ts";
import { SingleLineText } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";

const Pair = z.strictObject({ one: CompanyRef, other: CompanyRef });

const route = createRoute({
  operationId: "decideCompanyPairsInBulk",
  method: "post",
  path: "/api/v1/company-pairs/bulk",
  tags: ["companies", "bulk actions"],
  summary:
    "Join many pairs of companies, or keep them apart, named or selected by a filter; each can be undone",
  request: {
    body: jsonBody(
      bulkBody("company-pairs", Pair).extend({ reason: SingleLineText.optional().describe("Why") }),
      {
        action: "same",
        filter: { kind: "form", min_score: 0.8 },
      },
    ),
  },
  responses: bulkResponses,
});

export const decideCompanyPairsInBulk = operation("matches:write", route, (c) => {
  const { ids, filter, rate, reason, ...wanted } = c.req.valid("json");
  const named = ids?.map(({ one, other }) => companyPairId(one, other));
  return startBulk(c, "company-pairs", { ...wanted, ids: named, filter, rate, reason });
});
